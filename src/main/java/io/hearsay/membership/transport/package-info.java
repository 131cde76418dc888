/** TCP on Vert.x. Moves bytes within bounds; knows nothing of the protocol. */
package io.hearsay.membership.transport;
