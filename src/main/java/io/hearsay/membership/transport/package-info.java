/** TCP on Vert.x: moves bytes within bounds and knows nothing about the protocol. */
package io.hearsay.membership.transport;
