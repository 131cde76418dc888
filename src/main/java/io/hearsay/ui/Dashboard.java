package io.hearsay.ui;

import io.quarkus.qute.TemplateInstance;

/** The page's template, {@code templates/Dashboard.html}, checked at build time. */
record Dashboard(Page page) implements TemplateInstance {}
