/** From a cluster snapshot to an applied HAProxy configuration. Nothing here knows of SWIM. */
package io.hearsay.proxy;
