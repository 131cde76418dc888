/**
 * The life cycle of an agent: the order of start and stop, signals, and the distribution of events.
 */
package io.hearsay.agent;
