/**
 * The dashboard: one page that shows what this agent knows and changes nothing. Only the server
 * makes HTML; the script in the page asks for the page again when something happened and takes over
 * what differs.
 */
package io.hearsay.http.ui;
