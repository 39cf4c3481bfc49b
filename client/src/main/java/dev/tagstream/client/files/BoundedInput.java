package dev.tagstream.client.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bytes that a packed file unpacks to, up to a bound: what goes beyond was made to fill a memory or to keep a machine busy. */
final class BoundedInput extends FilterInputStream {
    private final String name;
    private final long limit;
    private long read;

    BoundedInput(String name, InputStream in, long limit) {
        super(in);
        this.name = name;
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int count = super.read(bytes, from, length);
        count(Math.max(count, 0));
        return count;
    }

    private void count(int more) {
        read += more;
        if (read > limit) {
            throw new UnusableInputException(
                    "%s unpacks to more than %,d bytes, over %d times its size; unpack it first if that is right."
                            .formatted(name, limit, FileLimits.UNPACKED_RATIO));
        }
    }
}
