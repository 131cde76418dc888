/** The protocol, the seeds and the transports behind Atomix' SPI. */
package io.hearsay.membership.atomix;
