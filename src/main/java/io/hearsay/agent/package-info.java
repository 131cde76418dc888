/** The life of an agent: what starts in which order, what a signal does, what is told to whom. */
package io.hearsay.agent;
