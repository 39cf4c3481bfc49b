package dev.tagstream.model.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsSearchTest {
    private static final double[] VALUES = {0, 1, 2, 3};

    @Test
    void findsTheBestOfSettingsThatLeanOnEachOther() {
        assertThat(SettingsSearch.best(
                        new double[] {0, 0},
                        List.of(VALUES, VALUES),
                        settings -> Math.pow(settings[0] - 2, 2) + Math.pow(settings[1] - settings[0], 2) / 2))
                .containsExactly(2, 2);
    }

    @Test
    void triesNothingTwice() {
        List<String> tried = new ArrayList<>();
        SettingsSearch.best(new double[] {0, 1}, List.of(VALUES, VALUES), settings -> {
            tried.add(Arrays.toString(settings));
            return -settings[0] - settings[1];
        });

        assertThat(tried).doesNotHaveDuplicates().hasSize(10); // (0, 1), and the other values of one or the other
    }

    @Test
    void whatIsNoBetterChangesNothing() {
        assertThat(SettingsSearch.best(new double[] {1}, List.of(VALUES), settings -> 5))
                .containsExactly(1);
        assertThat(SettingsSearch.best(new double[] {7}, List.of(VALUES), settings -> Math.abs(settings[0] - 7)))
                .as("the beginning need not be one of the values")
                .containsExactly(7);
    }

    @Test
    void settingsThatCanNotBeUsedAreNot() {
        assertThat(SettingsSearch.best(
                        new double[] {0}, List.of(VALUES), settings -> settings[0] < 2 ? Double.NaN : settings[0]))
                .containsExactly(2);
    }
}
