/**
 * The dashboard: read-only pages that show what this agent knows. Only the server generates HTML;
 * the script in the page requests the page again when something has happened and replaces what
 * differs.
 */
package io.hearsay.http.ui;
