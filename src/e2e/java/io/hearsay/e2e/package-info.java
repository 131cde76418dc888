/**
 * Stories with real containers: the compose files and the images, with an engine that {@code
 * src/e2e/e2e.sh} has started, seen from outside as an operator and a visitor see them.
 */
package io.hearsay.e2e;
