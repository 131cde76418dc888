/**
 * The application and other programs as our children: started in order, in sessions of their own,
 * restarted by policy, given signals, stopped within limits.
 */
package io.hearsay.supervise;
