package io.hearsay.membership.swim;

/**
 * Builds a profile. Times are in milliseconds; {@link Profile} describes each value. Values are set
 * by name, so they cannot be confused, and a profile lists only those that differ from the one it
 * is derived from.
 */
final class ProfileBuilder {
  long heartbeatInterval;
  long heartbeatGrace;
  long probeInterval;
  long probeTimeout;
  long probeDeadline;
  int indirectProbes;
  long gossipInterval;
  long fastInterval;
  int gossipFanout;
  int retransmitMultiplier;
  long goneTimeout;
  long unreachableMin;
  long unreachableMax;
  long silentMin;
  long silentMax;
  int confirmations;
  int tripwires;
  long wireGrace;
  long recontactInterval;
  long syncLimit;
  long failedMemory;
  long leftMemory;
  long leaveLimit;

  ProfileBuilder() {}

  /** Starts with the values of another builder. */
  ProfileBuilder(ProfileBuilder from) {
    heartbeatInterval = from.heartbeatInterval;
    heartbeatGrace = from.heartbeatGrace;
    probeInterval = from.probeInterval;
    probeTimeout = from.probeTimeout;
    probeDeadline = from.probeDeadline;
    indirectProbes = from.indirectProbes;
    gossipInterval = from.gossipInterval;
    fastInterval = from.fastInterval;
    gossipFanout = from.gossipFanout;
    retransmitMultiplier = from.retransmitMultiplier;
    goneTimeout = from.goneTimeout;
    unreachableMin = from.unreachableMin;
    unreachableMax = from.unreachableMax;
    silentMin = from.silentMin;
    silentMax = from.silentMax;
    confirmations = from.confirmations;
    tripwires = from.tripwires;
    wireGrace = from.wireGrace;
    recontactInterval = from.recontactInterval;
    syncLimit = from.syncLimit;
    failedMemory = from.failedMemory;
    leftMemory = from.leftMemory;
    leaveLimit = from.leaveLimit;
  }

  ProfileBuilder heartbeatInterval(long value) {
    heartbeatInterval = value;
    return this;
  }

  ProfileBuilder heartbeatGrace(long value) {
    heartbeatGrace = value;
    return this;
  }

  ProfileBuilder probeInterval(long value) {
    probeInterval = value;
    return this;
  }

  ProfileBuilder probeTimeout(long value) {
    probeTimeout = value;
    return this;
  }

  ProfileBuilder probeDeadline(long value) {
    probeDeadline = value;
    return this;
  }

  ProfileBuilder indirectProbes(int value) {
    indirectProbes = value;
    return this;
  }

  ProfileBuilder gossipInterval(long value) {
    gossipInterval = value;
    return this;
  }

  ProfileBuilder fastInterval(long value) {
    fastInterval = value;
    return this;
  }

  ProfileBuilder gossipFanout(int value) {
    gossipFanout = value;
    return this;
  }

  ProfileBuilder retransmitMultiplier(int value) {
    retransmitMultiplier = value;
    return this;
  }

  ProfileBuilder goneTimeout(long value) {
    goneTimeout = value;
    return this;
  }

  ProfileBuilder unreachableMin(long value) {
    unreachableMin = value;
    return this;
  }

  ProfileBuilder unreachableMax(long value) {
    unreachableMax = value;
    return this;
  }

  ProfileBuilder silentMin(long value) {
    silentMin = value;
    return this;
  }

  ProfileBuilder silentMax(long value) {
    silentMax = value;
    return this;
  }

  ProfileBuilder confirmations(int value) {
    confirmations = value;
    return this;
  }

  ProfileBuilder tripwires(int value) {
    tripwires = value;
    return this;
  }

  ProfileBuilder wireGrace(long value) {
    wireGrace = value;
    return this;
  }

  ProfileBuilder recontactInterval(long value) {
    recontactInterval = value;
    return this;
  }

  ProfileBuilder syncLimit(long value) {
    syncLimit = value;
    return this;
  }

  ProfileBuilder failedMemory(long value) {
    failedMemory = value;
    return this;
  }

  ProfileBuilder leftMemory(long value) {
    leftMemory = value;
    return this;
  }

  ProfileBuilder leaveLimit(long value) {
    leaveLimit = value;
    return this;
  }

  /** Builds the profile, which later changes to this builder do not affect. */
  Profile build() {
    return new Profile(new ProfileBuilder(this));
  }
}
