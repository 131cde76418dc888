/** Standard output and standard error of the agent, which nothing in it may ever wait for. */
package io.hearsay.output;
