/**
 * Carries out plans: the file, HAProxy's processes, its servers at run time, and the record of what
 * runs.
 */
package io.hearsay.balancer.apply;
