/**
 * Programs that Hearsay starts, and what it owes the operating system for them: a session of their
 * own, signals that Java has no words for, and, as process 1 of a container, a wait for each
 * orphan.
 */
package io.hearsay.process;
