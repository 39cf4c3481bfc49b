package dev.tagstream.model.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * LLaMA with the span mask, written down a second time: plain loops in float64, from the two papers rather than from llama.py.
 *
 * @param shape sizes
 * @param weights by name, in the layout of the checkpoint
 */
record ReferenceLlama(Shape shape, Map<String, float[]> weights) {

    /**
     * Sizes of a model.
     *
     * @param width d
     * @param headDim channels C of a head
     * @param rotaryFactor by which linear scaling divides positions
     */
    record Shape(
            int width,
            int layers,
            int heads,
            int keyValueHeads,
            int headDim,
            int mlp,
            int vocabulary,
            double epsilon,
            double theta,
            double rotaryFactor) {}

    /** Rows of one prompt and the first row that each may see. */
    static final class Prompt {
        private final ReferenceLlama model;
        private final List<double[]> rows = new ArrayList<>();
        private final List<Integer> firstSeen = new ArrayList<>();

        private Prompt(ReferenceLlama model) {
            this.model = model;
        }

        Prompt text(int... ids) {
            for (int id : ids) {
                add(model.embedding(id), 0);
            }
            return this;
        }

        /** A domain tag with its data. */
        Prompt span(float[] tag, int... ids) {
            int start = rows.size();
            learned(tag, start);
            for (int id : ids) {
                add(model.embedding(id), start);
            }
            return this;
        }

        Prompt function(float[] tag) {
            learned(tag, 0);
            return this;
        }

        private void learned(float[] tag, int first) {
            int width = model.shape().width();
            for (int at = 0; at < tag.length; at += width) {
                add(slice(tag, at, width), first);
            }
        }

        private void add(double[] row, int first) {
            rows.add(row);
            firstSeen.add(first);
        }

        /** Hidden state of each row after the final norm. */
        double[][] hidden() {
            double[][] h = rows.toArray(double[][]::new);
            for (int layer = 0; layer < model.shape().layers(); layer++) {
                h = model.block("model.layers." + layer + ".", h, firstSeen);
            }
            return model.norm("model.norm", h);
        }
    }

    Prompt prompt() {
        return new Prompt(this);
    }

    private double[] embedding(int id) {
        return slice(weights.get("model.embed_tokens.weight"), id * shape.width(), shape.width());
    }

    private double[][] block(String layer, double[][] h, List<Integer> firstSeen) {
        double[][] attended = plus(h, attention(layer + "self_attn.", norm(layer + "input_layernorm", h), firstSeen));
        return plus(attended, mlp(layer + "mlp.", norm(layer + "post_attention_layernorm", attended)));
    }

    private double[][] attention(String name, double[][] x, List<Integer> firstSeen) {
        double[][] q = linear(name + "q_proj", x);
        double[][] k = linear(name + "k_proj", x);
        double[][] v = linear(name + "v_proj", x);
        int c = shape.headDim();
        double[][] mixed = new double[x.length][shape.heads() * c];
        for (int row = 0; row < x.length; row++) {
            for (int head = 0; head < shape.heads(); head++) {
                int shared = head / (shape.heads() / shape.keyValueHeads());
                double[] weight = new double[row + 1];
                double sum = 0;
                for (int seen = firstSeen.get(row); seen <= row; seen++) {
                    weight[seen] = Math.exp(turned(q[row], head * c, row, k[seen], shared * c, seen) / Math.sqrt(c));
                    sum += weight[seen];
                }
                for (int seen = firstSeen.get(row); seen <= row; seen++) {
                    for (int i = 0; i < c; i++) {
                        mixed[row][head * c + i] += weight[seen] / sum * v[seen][shared * c + i];
                    }
                }
            }
        }
        return linear(name + "o_proj", mixed);
    }

    /** The product of a query and a key after the turns of their positions, which is one turn of the difference. */
    private double turned(double[] q, int qFrom, int qPosition, double[] k, int kFrom, int kPosition) {
        int half = shape.headDim() / 2;
        double sum = 0;
        for (int i = 0; i < half; i++) {
            double frequency = Math.pow(shape.theta(), -(double) i / half) / shape.rotaryFactor();
            double angle = (qPosition - kPosition) * frequency;
            double a = q[qFrom + i];
            double b = q[qFrom + half + i];
            double turnedA = a * Math.cos(angle) - b * Math.sin(angle);
            double turnedB = b * Math.cos(angle) + a * Math.sin(angle);
            sum += turnedA * k[kFrom + i] + turnedB * k[kFrom + half + i];
        }
        return sum;
    }

    private double[][] mlp(String name, double[][] x) {
        double[][] gate = linear(name + "gate_proj", x);
        double[][] up = linear(name + "up_proj", x);
        for (int row = 0; row < x.length; row++) {
            for (int i = 0; i < shape.mlp(); i++) {
                up[row][i] *= gate[row][i] / (1 + Math.exp(-gate[row][i]));
            }
        }
        return linear(name + "down_proj", up);
    }

    private double[][] norm(String name, double[][] x) {
        float[] weight = weights.get(name + ".weight");
        double[][] out = new double[x.length][shape.width()];
        for (int row = 0; row < x.length; row++) {
            double squares = 0;
            for (double value : x[row]) {
                squares += value * value;
            }
            double scale = 1 / Math.sqrt(squares / shape.width() + shape.epsilon());
            for (int i = 0; i < shape.width(); i++) {
                out[row][i] = x[row][i] * scale * weight[i];
            }
        }
        return out;
    }

    private double[][] linear(String name, double[][] x) {
        float[] weight = weights.get(name + ".weight"); // (out, in)
        float[] bias = weights.get(name + ".bias");
        int in = x[0].length;
        double[][] y = new double[x.length][weight.length / in];
        for (int row = 0; row < x.length; row++) {
            for (int out = 0; out < y[row].length; out++) {
                y[row][out] = bias == null ? 0 : bias[out];
                for (int i = 0; i < in; i++) {
                    y[row][out] += weight[out * in + i] * x[row][i];
                }
            }
        }
        return y;
    }

    private static double[][] plus(double[][] a, double[][] b) {
        double[][] sum = new double[a.length][];
        for (int row = 0; row < a.length; row++) {
            sum[row] = a[row].clone();
            for (int i = 0; i < b[row].length; i++) {
                sum[row][i] += b[row][i];
            }
        }
        return sum;
    }

    private static double[] slice(float[] values, int from, int length) {
        double[] slice = new double[length];
        for (int i = 0; i < length; i++) {
            slice[i] = values[from + i];
        }
        return slice;
    }
}
