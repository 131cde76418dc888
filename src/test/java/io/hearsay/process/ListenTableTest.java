package io.hearsay.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hearsay.process.ListenTable.Listening;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Listening sockets, as the kernel tells them and as its files list them. */
class ListenTableTest {
  private static final long SELF = ProcessHandle.current().pid();

  private final List<ServerSocket> sockets = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (var socket : sockets) {
      socket.close();
    }
  }

  private InetSocketAddress listen(String address) throws IOException {
    var socket = new ServerSocket(0, 1, InetAddress.getByName(address));
    sockets.add(socket);
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** Those of this process, which no other test of another process changes. */
  private static List<Listening> own(List<Listening> all) {
    Set<Long> ours = ListenTable.sockets(SELF).orElseThrow();
    return all.stream().filter(socket -> ours.contains(socket.inode())).toList();
  }

  private static List<InetSocketAddress> addresses(List<Listening> sockets) {
    return sockets.stream().map(s -> new InetSocketAddress(s.address(), s.port())).toList();
  }

  @Test
  void theKernelTellsAddressPortAndOwnerOfBothFamilies() throws IOException {
    var one = listen("127.0.0.1");
    var two = listen("127.0.0.2");
    var six = listen("::1");

    var told = SocketDiagnosis.listening();

    assertThat(told).as("this kernel answers sock_diag(7)").isPresent();
    assertThat(addresses(own(told.get()))).contains(one, two, six);
  }

  @Test
  void theFilesListTheSame() throws IOException {
    listen("127.0.0.1");
    listen("::1");
    var told = SocketDiagnosis.listening();
    assumeTrue(told.isPresent(), "this kernel does not answer sock_diag(7)");

    assertThat(own(ListenTable.files())).hasSizeGreaterThanOrEqualTo(2);
    assertThat(own(told.get())).containsExactlyInAnyOrderElementsOf(own(ListenTable.files()));
  }

  @Test
  void connectionsAreNotAmongThem() throws IOException {
    var address = listen("127.0.0.1");
    try (var client = new Socket(address.getAddress(), address.getPort());
        var server = sockets.getFirst().accept()) {
      assertThat(server.isConnected()).isTrue();
      var local = (InetSocketAddress) client.getLocalSocketAddress();

      assertThat(addresses(own(ListenTable.read())))
          .doesNotContain(local)
          .containsOnlyOnce(address);
    }
  }

  /** An answer of more than one datagram: each takes a hundred and fewer. */
  @Test
  void manyAreToldToo() throws IOException {
    var many = new ArrayList<InetSocketAddress>();
    for (int i = 0; i < 600; i++) {
      many.add(listen("127.0.0.1"));
    }

    assertThat(addresses(own(ListenTable.read()))).containsAll(many);
  }

  @Test
  void aSocketIsTracedToItsProcess() throws IOException {
    var address = listen("127.0.0.1");
    var socket =
        ListenTable.read().stream()
            .filter(s -> new InetSocketAddress(s.address(), s.port()).equals(address))
            .findFirst()
            .orElseThrow();

    assertThat(ListenTable.owner(socket.inode())).hasValue(SELF);
    assertThat(ListenTable.name(SELF)).isEqualTo("java");
  }
}
