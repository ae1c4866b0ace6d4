{
    "name": "LAKIP Benchmark",
    "summary": "A document with tiers, for `make bench` only",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "license": "AGPL-3",
    "author": "lakip_sop contributors",
    "depends": ["base_tier_validation"],
    "data": ["security/ir.model.access.csv"],
}
