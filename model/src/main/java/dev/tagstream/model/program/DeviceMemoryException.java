package dev.tagstream.model.program;

/** A batch did not fit into the device's memory; a smaller one may. */
public class DeviceMemoryException extends EngineException {
    public DeviceMemoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
