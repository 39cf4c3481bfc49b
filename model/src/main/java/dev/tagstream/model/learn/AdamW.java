package dev.tagstream.model.learn;

/** AdamW (arXiv 1711.05101) over one array of parameters, without weight decay: tags have nothing to decay towards. */
public final class AdamW {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final float[] parameters;
    private final double[] mean;
    private final double[] variance;
    private int steps;

    /** What goes on from where it stood: parameters, and running moments of their gradients. */
    @SuppressWarnings("ArrayRecordComponent") // written and read whole, never compared
    record State(float[] parameters, double[] mean, double[] variance, int steps) {}

    AdamW(State state) {
        this.parameters = state.parameters().clone();
        this.mean = state.mean().clone();
        this.variance = state.variance().clone();
        this.steps = state.steps();
        if (mean.length != parameters.length || variance.length != parameters.length) {
            throw new IllegalArgumentException("moments of %d and %d values for %d parameters"
                    .formatted(mean.length, variance.length, parameters.length));
        }
    }

    State state() {
        return new State(parameters.clone(), mean.clone(), variance.clone(), steps);
    }

    /** Starts from a copy of {@code parameters}. */
    public AdamW(float[] parameters) {
        this.parameters = parameters.clone();
        this.mean = new double[parameters.length];
        this.variance = new double[parameters.length];
    }

    /** One update against the gradient. */
    public void step(float[] gradient, double learningRate) {
        if (gradient.length != parameters.length) {
            throw new IllegalArgumentException(
                    "%d gradients for %d parameters".formatted(gradient.length, parameters.length));
        }
        steps++;
        double meanBias = 1 - Math.pow(BETA1, steps);
        double varianceBias = 1 - Math.pow(BETA2, steps);
        for (int i = 0; i < parameters.length; i++) {
            mean[i] = BETA1 * mean[i] + (1 - BETA1) * gradient[i];
            variance[i] = BETA2 * variance[i] + (1 - BETA2) * gradient[i] * gradient[i];
            double denominator = Math.sqrt(variance[i]) / Math.sqrt(varianceBias) + EPSILON;
            parameters[i] -= (float) (learningRate / meanBias * mean[i] / denominator);
        }
    }

    /** A copy of the present parameters. */
    public float[] parameters() {
        return parameters.clone();
    }
}
