/**
 * Supervision of the application and other programs: started in order, in sessions of their own,
 * restarted by policy, sent signals, stopped within limits.
 */
package io.hearsay.supervise;
