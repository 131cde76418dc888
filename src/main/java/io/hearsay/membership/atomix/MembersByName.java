package io.hearsay.membership.atomix;

import io.atomix.cluster.Member;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.NavigableMap;

/**
 * A live view of the members as a set, which Atomix requires; sorted by name. May be read from any
 * thread.
 */
final class MembersByName extends AbstractSet<Member> {
  private final NavigableMap<String, HearsayMember> members;

  MembersByName(NavigableMap<String, HearsayMember> members) {
    this.members = members;
  }

  @Override
  public Iterator<Member> iterator() {
    return Collections.<Member>unmodifiableCollection(members.values()).iterator();
  }

  @Override
  public int size() {
    return members.size();
  }

  @Override
  public boolean contains(Object member) {
    return member instanceof HearsayMember m && m.equals(members.get(m.id().id()));
  }
}
