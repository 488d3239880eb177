"""OSCAL 1.2.1 (NIST): component definition, SSP fragment and the catalogue of duties."""
