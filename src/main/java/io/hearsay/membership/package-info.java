/**
 * The cluster as the rest of Hearsay sees it: its operations, the settings it starts with, and
 * immutable views of what it knows. Nothing here knows about HAProxy.
 */
package io.hearsay.membership;
