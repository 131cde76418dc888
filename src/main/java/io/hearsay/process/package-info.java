/**
 * Starting programs, and what the operating system requires for them: a session of their own,
 * signals that Java cannot send and, as process 1 of a container, reaping orphans.
 */
package io.hearsay.process;
