/**
 * The membership protocol: SWIM with Lifeguard, and what a world of containers adds. Start reading
 * at {@link io.hearsay.membership.swim.Swim}.
 */
package io.hearsay.membership.swim;
