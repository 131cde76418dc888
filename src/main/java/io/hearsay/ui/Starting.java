package io.hearsay.ui;

import io.quarkus.qute.TemplateInstance;

/** What is shown until the member listens. */
record Starting(String assets) implements TemplateInstance {}
