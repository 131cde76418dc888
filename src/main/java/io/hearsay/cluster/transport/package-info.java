/**
 * UDP and TCP on Vert.x behind Atomix' messaging SPI. Moves bytes; knows nothing of the protocol.
 */
package io.hearsay.cluster.transport;
