/**
 * Scripts of users that are called on events, in the same way as Serf's event handlers, so that
 * scripts written for Serf keep working; with a time limit, which Serf does not have.
 */
package io.hearsay.handler;
