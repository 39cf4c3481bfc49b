package dev.tagstream.client.files;

/**
 * One protein of a FASTA file.
 *
 * @param id first word of its header
 * @param residues one letter each, upper case, as written; which letters are residues is for the processor to say
 */
public record Target(String id, String residues) {}
