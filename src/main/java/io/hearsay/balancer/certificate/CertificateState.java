package io.hearsay.balancer.certificate;

import java.time.Instant;
import java.util.Optional;

/**
 * The state of one certificate, for an operator.
 *
 * @param name of its file or directory, without the extension
 * @param expires when the certificate in use expires; empty if none of that name is in use
 * @param expiring whether that is soon or in the past
 * @param refused why the one in the directory is not in use; printable, and without any part of a
 *     key
 */
public record CertificateState(
    String name, Optional<Instant> expires, boolean expiring, Optional<String> refused) {}
