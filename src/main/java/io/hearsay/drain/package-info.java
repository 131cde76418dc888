/**
 * The drain handshake: a member asks the balancers, which confirm that they send it no new
 * requests.
 */
package io.hearsay.drain;
