/**
 * Users' scripts on events, called as Serf calls them, so that scripts written for it go on
 * working; with a time limit, which Serf has not, and each with a queue of its own, so that a slow
 * one holds up no other.
 */
package io.hearsay.handler;
