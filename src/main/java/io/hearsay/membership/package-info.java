/**
 * The cluster as the rest of Hearsay sees it: what may be asked of it, the settings that it starts
 * with, and immutable snapshots of what it knows. Nothing here knows of HAProxy.
 */
package io.hearsay.membership;
