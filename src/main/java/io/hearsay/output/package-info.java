/** The agent's log, standard output and standard error, which must never block the agent. */
package io.hearsay.output;
