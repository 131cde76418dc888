/** The command line. Client commands talk HTTP to the local agent and start nothing of Quarkus. */
package io.hearsay.cli;
