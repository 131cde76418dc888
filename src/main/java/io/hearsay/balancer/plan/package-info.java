/**
 * Planning how to bring HAProxy from one text to another: nothing, changes at run time, or a reload
 * with its reason.
 */
package io.hearsay.balancer.plan;
