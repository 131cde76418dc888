/**
 * Atomix' services and what Hearsay puts into them: the protocol, the seeds and the transports
 * behind its SPI. The only package that knows Atomix.
 */
package io.hearsay.membership.atomix;
