/** The command line. Client commands talk to the local agent over HTTP and do not start Quarkus. */
package io.hearsay.cli;
