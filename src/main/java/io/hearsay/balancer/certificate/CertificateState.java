package io.hearsay.balancer.certificate;

import java.time.Instant;
import java.util.Optional;

/**
 * One certificate as an operator sees it.
 *
 * @param name of its file or directory, without the ending
 * @param expires when the one that serves ends; empty: none of that name serves
 * @param expiring whether that is soon, or has been
 * @param refused why the one in the directory is not the one that serves; holds nothing that is not
 *     printable, and nothing of a key
 */
public record CertificateState(
    String name, Optional<Instant> expires, boolean expiring, Optional<String> refused) {}
