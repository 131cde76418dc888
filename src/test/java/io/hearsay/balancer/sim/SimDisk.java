package io.hearsay.balancer.sim;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import com.google.common.jimfs.PathType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A disk in memory that may be full, or forbid what is done in a directory. */
public final class SimDisk implements AutoCloseable, SimFileProvider.Watch {
  private static final int BLOCK = 512;
  private static final long BYTES = 256 << 10;

  private final FileSystem inner;
  private final SimFileSystem outer;
  private final Set<Path> forbidden = new HashSet<>();
  private final Watch watch;

  /** Hears of what happens on the disk. */
  public interface Watch {
    /** Something is about to be changed; the sidecar may be killed here. */
    void beforeChange();

    /** A file has got another content in one go. */
    void replaced(Path path);
  }

  SimDisk(VirtualTime time, Watch watch) {
    this.watch = watch;
    this.inner =
        Jimfs.newFileSystem(
            Configuration.builder(PathType.unix())
                .setRoots("/")
                .setWorkingDirectory("/")
                .setAttributeViews("basic", "owner", "posix")
                .setSupportedFeatures(Feature.FILE_CHANNEL)
                .setBlockSize(BLOCK)
                .setMaxSize(BYTES)
                .setFileTimeSource(() -> FileTime.from(time.instant()))
                .build());
    this.outer = new SimFileSystem(inner, this);
  }

  /** A path as the pipeline has it. */
  public Path path(String name) {
    return outer.getPath(name);
  }

  @Override
  public void before(Path path) throws IOException {
    watch.beforeChange();
    if (forbidden.contains(path.getParent())) {
      throw new java.nio.file.AccessDeniedException(path.toString());
    }
  }

  @Override
  public void replaced(Path path) {
    watch.replaced(path);
  }

  /** Whether something can be made in that directory. */
  public boolean allows(Path directory) {
    return !forbidden.contains(directory);
  }

  /** Forbids to change anything in a directory, or allows it again. */
  public void forbid(Path directory, boolean yes) {
    if (yes) {
      forbidden.add(directory);
    } else {
      forbidden.remove(directory);
    }
  }

  /** Fills the disk up, or makes room again. What is deleted makes room, too, as on any disk. */
  public void fill(boolean yes) {
    var ballast = inner.getPath("/ballast");
    try {
      Files.deleteIfExists(ballast);
      if (yes) {
        try (var out = Files.newOutputStream(ballast)) {
          var block = new byte[BLOCK];
          while (true) {
            out.write(block);
          }
        } catch (IOException full) {
          // As was meant.
          return;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is in a file, without anybody noticing. */
  public Optional<String> read(Path path) {
    try {
      return Optional.of(Files.readString(SimPath.inner(path)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Puts somebody else's text in a file. */
  public void write(Path path, String text) {
    try {
      var file = SimPath.inner(path);
      Files.createDirectories(file.getParent());
      // Never half: an operator's editor renames. On a full disk there is nothing to be written.
      var beside = file.resolveSibling("edited");
      Files.writeString(beside, text);
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // The disk is full: the file stays as it was.
      return;
    }
  }

  /** Makes somebody's file vanish. */
  public void delete(Path path) {
    try {
      Files.deleteIfExists(SimPath.inner(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of the files in a directory. */
  public Set<String> files(Path directory) {
    var names = new java.util.TreeSet<String>();
    try (var found = Files.newDirectoryStream(SimPath.inner(directory))) {
      found.forEach(p -> names.add(p.getFileName().toString()));
    } catch (IOException e) {
      return names;
    }
    return names;
  }

  @Override
  public void close() {
    try {
      inner.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
