package dev.tagstream.client.feedback;

import dev.tagstream.schemas.Relation;

/** A number and how the true value stands to it. */
public record Measured(double value, Relation relation) {
    Measured flipped(double newValue) {
        return new Measured(
                newValue,
                switch (relation) {
                    case EQUAL -> Relation.EQUAL;
                    case LESS -> Relation.GREATER;
                    case GREATER -> Relation.LESS;
                });
    }
}
