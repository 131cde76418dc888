/** Resolves seeds to addresses. */
package io.hearsay.membership.dns;
