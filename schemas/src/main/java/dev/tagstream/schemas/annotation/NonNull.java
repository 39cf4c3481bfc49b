package dev.tagstream.schemas.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A field that is never null. Only the Avro compiler writes it: generated code names types in full, and there JSpecify's
 * annotation can't stand.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.PARAMETER})
public @interface NonNull {}
