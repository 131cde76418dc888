/**
 * Stories with real containers: the compose files and the images, on an engine that {@code
 * src/e2e/e2e.sh} has started, observed from outside as an operator and a client see them.
 */
package io.hearsay.e2e;
