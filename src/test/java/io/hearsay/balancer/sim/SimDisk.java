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

/** A disk in memory that may be full or have read-only directories. */
public final class SimDisk implements AutoCloseable, SimFileProvider.Watch {
  private static final int BLOCK = 512;
  private static final long BYTES = 256 << 10;

  private final FileSystem inner;
  private final SimFileSystem outer;
  private final Set<Path> forbidden = new HashSet<>();
  private final Watch watch;

  /** Observes what happens on the disk. */
  public interface Watch {
    /** Something is about to change; the sidecar may be killed here. */
    void beforeChange();

    /** A file's content was replaced atomically. */
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

  /** A path as the pipeline sees it. */
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

  /** Whether anything can be created in that directory. */
  public boolean allows(Path directory) {
    return !forbidden.contains(directory);
  }

  /** Makes a directory read-only, or writable again. */
  public void forbid(Path directory, boolean yes) {
    if (yes) {
      forbidden.add(directory);
    } else {
      forbidden.remove(directory);
    }
  }

  /** Fills the disk, or makes room again. Deleting a file makes room too, as on any disk. */
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
          // The disk is full, as intended.
          return;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The content of a file; observers do not notice. */
  public Optional<String> read(Path path) {
    try {
      return Optional.of(Files.readString(SimPath.inner(path)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Writes a file as somebody else. */
  public void write(Path path, String text) {
    try {
      var file = SimPath.inner(path);
      Files.createDirectories(file.getParent());
      // Never partially: an operator's editor renames. On a full disk there is nothing to write.
      var beside = file.resolveSibling("edited");
      Files.writeString(beside, text);
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // The disk is full: the file stays as it was.
      return;
    }
  }

  /** Deletes a file as somebody else. */
  public void delete(Path path) {
    try {
      Files.deleteIfExists(SimPath.inner(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of the files in a directory. */
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
