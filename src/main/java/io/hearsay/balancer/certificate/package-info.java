/**
 * Certificates of the balancer's own TLS: read from a directory that others write to, validated,
 * copied, and passed to the running HAProxy without a reload.
 */
package io.hearsay.balancer.certificate;
