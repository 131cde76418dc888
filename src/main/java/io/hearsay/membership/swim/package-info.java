/**
 * The membership protocol: SWIM with Lifeguard, extended for containers. Start reading at {@link
 * io.hearsay.membership.swim.Swim}.
 */
package io.hearsay.membership.swim;
