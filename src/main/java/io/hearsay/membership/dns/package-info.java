/** From a name to the addresses that it stands for. */
package io.hearsay.membership.dns;
