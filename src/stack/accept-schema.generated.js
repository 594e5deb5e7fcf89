// Made by scripts/compile-schema.ts from schemas/stack.schema.json: change that and run the script.
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
"use strict";
export const validate = validate21;
export default validate21;
const schema6 = {"$schema":"http://json-schema.org/draft-07/schema#","title":"dockr stack file","type":"object","properties":{"version":{"type":["string","number"]},"name":{"type":"string"},"include":{"type":"array","items":{"type":["string","object"],"properties":{"path":{"type":["string","array"],"items":{"type":"string"}},"env_file":{"type":["string","array"],"items":{"type":"string"}},"project_directory":{"type":"string"}},"additionalProperties":false}},"services":{"type":"object","propertyNames":{"pattern":"^[a-zA-Z0-9._-]+$"},"additionalProperties":{"$ref":"#/$defs/service"}},"networks":{"type":"object","propertyNames":{"pattern":"^[a-zA-Z0-9._-]+$"},"additionalProperties":{"$ref":"#/$defs/network"}},"volumes":{"type":"object","propertyNames":{"pattern":"^[a-zA-Z0-9._-]+$"},"additionalProperties":{"$ref":"#/$defs/volume"}},"secrets":{"type":"object","propertyNames":{"pattern":"^[a-zA-Z0-9._-]+$"},"additionalProperties":{"$ref":"#/$defs/secret"}},"configs":{"type":"object","propertyNames":{"pattern":"^[a-zA-Z0-9._-]+$"},"additionalProperties":{"$ref":"#/$defs/config"}},"models":{"type":"object","propertyNames":{"pattern":"^[a-zA-Z0-9._-]+$"},"additionalProperties":{"type":"object","properties":{"name":{"type":"string"},"model":{"type":"string"},"context_size":{"type":["integer","string"]},"runtime_flags":{"type":"array","items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["model"]}}},"patternProperties":{"^x-":true},"additionalProperties":false,"$defs":{"service":{"type":"object","properties":{"annotations":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"attach":{"type":["boolean","string"]},"blkio_config":{"type":"object","properties":{"weight":{"type":["integer","string"]},"weight_device":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"weight":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"device_read_bps":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"rate":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"device_read_iops":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"rate":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"device_write_bps":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"rate":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"device_write_iops":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"rate":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}}},"patternProperties":{"^x-":true},"additionalProperties":false},"build":{"type":["string","object"],"properties":{"context":{"type":"string"},"dockerfile":{"type":"string"},"dockerfile_inline":{"type":"string"},"args":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"target":{"type":"string"},"additional_contexts":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"tags":{"type":"array","items":{"type":"string"}},"no_cache":{"type":["boolean","string"]},"no_cache_filter":{"type":["string","array"],"items":{"type":"string"}},"pull":{"type":["boolean","string"]},"network":{"type":"string"},"cache_from":{"type":"array","items":{"type":"string"}},"cache_to":{"type":"array","items":{"type":"string"}},"platforms":{"type":"array","items":{"type":"string"}},"secrets":{"type":"array","items":{"type":["string","object"],"properties":{"source":{"type":"string"},"target":{"type":"string"},"uid":{"type":"string"},"gid":{"type":"string"},"mode":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"ssh":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"shm_size":{"type":["integer","string"]},"ulimits":{"type":"object","propertyNames":{"pattern":"^[a-z]+$"},"additionalProperties":{"type":["integer","string","object"],"properties":{"soft":{"type":["integer","string"]},"hard":{"type":["integer","string"]}},"required":["soft","hard"],"patternProperties":{"^x-":true},"additionalProperties":false}},"extra_hosts":{"type":["object","array"],"additionalProperties":{"type":["string","array"],"items":{"type":"string"}},"items":{"type":"string"}},"isolation":{"type":"string"},"privileged":{"type":["boolean","string"]},"entitlements":{"type":"array","items":{"type":"string"}},"provenance":{"type":["boolean","string"]},"sbom":{"type":["boolean","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"cap_add":{"type":"array","items":{"type":"string"}},"cap_drop":{"type":"array","items":{"type":"string"}},"cgroup":{"type":"string","enum":["host","private"]},"cgroup_parent":{"type":"string"},"command":{"$ref":"#/$defs/command"},"configs":{"type":"array","items":{"type":["string","object"],"properties":{"source":{"type":"string"},"target":{"type":"string"},"uid":{"type":"string"},"gid":{"type":"string"},"mode":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"container_name":{"type":"string","pattern":"^[a-zA-Z0-9][a-zA-Z0-9_.-]+$"},"cpu_count":{"type":["integer","string"]},"cpu_percent":{"type":["number","string"]},"cpu_period":{"type":["number","string"]},"cpu_quota":{"type":["number","string"]},"cpu_rt_period":{"type":["number","string"]},"cpu_rt_runtime":{"type":["number","string"]},"cpu_shares":{"type":["number","string"]},"cpus":{"type":["number","string"]},"cpuset":{"type":"string"},"credential_spec":{"type":"object","properties":{"config":{"type":"string"},"file":{"type":"string"},"registry":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"depends_on":{"type":["array","object"],"items":{"type":"string"},"additionalProperties":{"type":"object","properties":{"condition":{"type":"string","enum":["service_started","service_healthy","service_completed_successfully"]},"restart":{"type":["boolean","string"]},"required":{"type":["boolean","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["condition"]}},"deploy":{"type":"object","properties":{"mode":{"type":"string"},"endpoint_mode":{"type":"string"},"replicas":{"type":["integer","string"],"minimum":0},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"update_config":{"type":"object","properties":{"parallelism":{"type":["integer","string"]},"delay":{"type":"string"},"failure_action":{"type":"string"},"monitor":{"type":"string"},"max_failure_ratio":{"type":["number","string"]},"order":{"type":"string","enum":["start-first","stop-first"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"rollback_config":{"type":"object","properties":{"parallelism":{"type":["integer","string"]},"delay":{"type":"string"},"failure_action":{"type":"string"},"monitor":{"type":"string"},"max_failure_ratio":{"type":["number","string"]},"order":{"type":"string","enum":["start-first","stop-first"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"resources":{"type":"object","properties":{"limits":{"type":"object","properties":{"cpus":{"type":["number","string"]},"memory":{"type":"string"},"pids":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"reservations":{"type":"object","properties":{"cpus":{"type":["number","string"]},"memory":{"type":"string"},"generic_resources":{"type":"array","items":{"type":"object","properties":{"discrete_resource_spec":{"type":"object","properties":{"kind":{"type":"string"},"value":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"patternProperties":{"^x-":true},"additionalProperties":false}},"devices":{"type":"array","items":{"type":"object","properties":{"capabilities":{"type":"array","items":{"type":"string"}},"count":{"type":["integer","string"]},"device_ids":{"type":"array","items":{"type":"string"}},"driver":{"type":"string"},"options":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["capabilities"]}}},"patternProperties":{"^x-":true},"additionalProperties":false}},"patternProperties":{"^x-":true},"additionalProperties":false},"restart_policy":{"type":"object","properties":{"condition":{"type":"string"},"delay":{"type":"string"},"max_attempts":{"type":["integer","string"],"minimum":0},"window":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"placement":{"type":"object","properties":{"constraints":{"type":"array","items":{"type":"string"}},"preferences":{"type":"array","items":{"type":"object","properties":{"spread":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false}},"max_replicas_per_node":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"patternProperties":{"^x-":true},"additionalProperties":false},"develop":{"type":["object","null"],"properties":{"watch":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"action":{"type":"string","enum":["rebuild","sync","restart","sync+restart","sync+exec"]},"target":{"type":"string"},"ignore":{"type":["string","array"],"items":{"type":"string"}},"include":{"type":["string","array"],"items":{"type":"string"}},"initial_sync":{"type":["boolean","string"]},"exec":{"type":"object","properties":{"command":{"$ref":"#/$defs/command"},"user":{"type":"string"},"privileged":{"type":["boolean","string"]},"working_dir":{"type":"string"},"environment":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["command"]}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["path","action"]}}},"patternProperties":{"^x-":true},"additionalProperties":false},"device_cgroup_rules":{"type":"array","items":{"type":"string"}},"devices":{"type":"array","items":{"type":["string","object"],"properties":{"source":{"type":"string"},"target":{"type":"string"},"permissions":{"type":"string"}},"required":["source"],"patternProperties":{"^x-":true},"additionalProperties":false}},"dns":{"type":["string","array"],"items":{"type":"string"}},"dns_opt":{"type":"array","items":{"type":"string"}},"dns_search":{"type":["string","array"],"items":{"type":"string"}},"domainname":{"type":"string"},"entrypoint":{"$ref":"#/$defs/command"},"env_file":{"type":["string","array"],"items":{"type":["string","object"],"properties":{"path":{"type":"string"},"format":{"type":"string"},"required":{"type":["boolean","string"]}},"required":["path"],"patternProperties":{"^x-":true},"additionalProperties":false}},"environment":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"expose":{"type":"array","items":{"type":["string","number"]}},"extends":{"type":["string","object"],"properties":{"service":{"type":"string"},"file":{"type":"string"}},"required":["service"],"additionalProperties":false},"external_links":{"type":"array","items":{"type":"string"}},"extra_hosts":{"type":["object","array"],"additionalProperties":{"type":["string","array"],"items":{"type":"string"}},"items":{"type":"string"}},"gpus":{"type":["string","array"],"items":{"type":"object","properties":{"capabilities":{"type":"array","items":{"type":"string"}},"count":{"type":["integer","string"]},"device_ids":{"type":"array","items":{"type":"string"}},"driver":{"type":"string"},"options":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false}},"group_add":{"type":"array","items":{"type":["string","number"]}},"healthcheck":{"type":"object","properties":{"disable":{"type":["boolean","string"]},"test":{"type":["string","array"],"items":{"type":"string"}},"interval":{"type":"string"},"timeout":{"type":"string"},"retries":{"type":["number","string"]},"start_period":{"type":"string"},"start_interval":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"hostname":{"type":"string"},"image":{"type":"string"},"init":{"type":["boolean","string"]},"ipc":{"type":"string"},"isolation":{"type":"string"},"label_file":{"type":["string","array"],"items":{"type":"string"}},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"links":{"type":"array","items":{"type":"string"}},"logging":{"type":"object","properties":{"driver":{"type":"string"},"options":{"type":"object","additionalProperties":{"type":["string","number","null"]}}},"patternProperties":{"^x-":true},"additionalProperties":false},"mac_address":{"type":"string"},"mem_limit":{"type":["number","string"]},"mem_reservation":{"type":["number","string"]},"mem_swappiness":{"type":["integer","string"]},"memswap_limit":{"type":["number","string"]},"models":{"type":["array","object"],"items":{"type":"string"},"additionalProperties":{"type":["object","null"],"properties":{"endpoint_var":{"type":"string"},"model_var":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false}},"network_mode":{"type":"string"},"networks":{"type":["array","object"],"items":{"type":"string"},"additionalProperties":{"type":["object","null"],"properties":{"aliases":{"type":"array","items":{"type":"string"}},"ipv4_address":{"type":"string"},"ipv6_address":{"type":"string"},"link_local_ips":{"type":"array","items":{"type":"string"}},"mac_address":{"type":"string"},"driver_opts":{"type":"object","additionalProperties":{"type":["string","number"]}},"interface_name":{"type":"string"},"priority":{"type":["number","string"]},"gw_priority":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"oom_kill_disable":{"type":["boolean","string"]},"oom_score_adj":{"type":["integer","string"]},"pid":{"type":"string"},"pids_limit":{"type":["number","string"]},"platform":{"type":"string"},"ports":{"type":"array","items":{"type":["integer","string","object"],"properties":{"name":{"type":"string"},"mode":{"type":"string"},"host_ip":{"type":"string"},"target":{"type":["integer","string"]},"published":{"type":["integer","string"]},"protocol":{"type":"string"},"app_protocol":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false}},"pre_start":{"type":"array","items":{"type":"object","properties":{"command":{"$ref":"#/$defs/command"},"user":{"type":"string"},"privileged":{"type":["boolean","string"]},"working_dir":{"type":"string"},"environment":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"image":{"type":"string"},"per_replica":{"type":["boolean","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"post_start":{"type":"array","items":{"type":"object","properties":{"command":{"$ref":"#/$defs/command"},"user":{"type":"string"},"privileged":{"type":["boolean","string"]},"working_dir":{"type":"string"},"environment":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["command"]}},"pre_stop":{"type":"array","items":{"type":"object","properties":{"command":{"$ref":"#/$defs/command"},"user":{"type":"string"},"privileged":{"type":["boolean","string"]},"working_dir":{"type":"string"},"environment":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["command"]}},"privileged":{"type":["boolean","string"]},"profiles":{"type":"array","items":{"type":"string"}},"provider":{"type":"object","properties":{"type":{"type":"string"},"options":{"type":"object","additionalProperties":{"type":["string","number","boolean","array"],"items":{"type":["string","number","boolean"]}}}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["type"]},"pull_policy":{"type":"string"},"pull_refresh_after":{"type":"string"},"read_only":{"type":["boolean","string"]},"restart":{"type":"string"},"runtime":{"type":"string"},"scale":{"type":["integer","string"],"minimum":0},"secrets":{"type":"array","items":{"type":["string","object"],"properties":{"source":{"type":"string"},"target":{"type":"string"},"uid":{"type":"string"},"gid":{"type":"string"},"mode":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"security_opt":{"type":"array","items":{"type":"string"}},"shm_size":{"type":["number","string"]},"stdin_open":{"type":["boolean","string"]},"stop_grace_period":{"type":"string"},"stop_signal":{"type":"string"},"storage_opt":{"type":"object","additionalProperties":{"type":["string","number","boolean","null"]}},"sysctls":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"tmpfs":{"type":["string","array"],"items":{"type":"string"}},"tty":{"type":["boolean","string"]},"ulimits":{"type":"object","propertyNames":{"pattern":"^[a-z]+$"},"additionalProperties":{"type":["integer","string","object"],"properties":{"soft":{"type":["integer","string"]},"hard":{"type":["integer","string"]}},"required":["soft","hard"],"patternProperties":{"^x-":true},"additionalProperties":false}},"use_api_socket":{"type":["boolean","string"]},"user":{"type":"string"},"userns_mode":{"type":"string"},"uts":{"type":"string"},"volumes":{"type":"array","items":{"type":["string","object"],"properties":{"type":{"type":"string","enum":["volume","bind","tmpfs","image","npipe","cluster"]},"source":{"type":"string"},"target":{"type":"string"},"read_only":{"type":["boolean","string"]},"consistency":{"type":"string"},"bind":{"type":"object","properties":{"propagation":{"type":"string"},"create_host_path":{"type":["boolean","string"]},"recursive":{"type":"string","enum":["enabled","disabled","writable","readonly"]},"selinux":{"type":"string","enum":["z","Z"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"volume":{"type":"object","properties":{"nocopy":{"type":["boolean","string"]},"subpath":{"type":"string"},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false},"tmpfs":{"type":"object","properties":{"size":{"type":["integer","string"],"minimum":0},"mode":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"image":{"type":"object","properties":{"subpath":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false}},"required":["type"],"patternProperties":{"^x-":true},"additionalProperties":false}},"volumes_from":{"type":"array","items":{"type":"string"}},"working_dir":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"network":{"type":["object","null"],"properties":{"name":{"type":"string"},"driver":{"type":"string"},"driver_opts":{"type":"object","additionalProperties":{"type":["string","number"]}},"ipam":{"type":"object","properties":{"driver":{"type":"string"},"config":{"type":"array","items":{"type":"object","properties":{"subnet":{"type":"string"},"ip_range":{"type":"string"},"gateway":{"type":"string"},"aux_addresses":{"type":"object","additionalProperties":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false}},"options":{"type":"object","additionalProperties":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false},"external":{"type":["boolean","string","object"],"properties":{"name":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"internal":{"type":["boolean","string"]},"enable_ipv4":{"type":["boolean","string"]},"enable_ipv6":{"type":["boolean","string"]},"attachable":{"type":["boolean","string"]},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false},"volume":{"type":["object","null"],"properties":{"name":{"type":"string"},"driver":{"type":"string"},"driver_opts":{"type":"object","additionalProperties":{"type":["string","number"]}},"external":{"type":["boolean","string","object"],"properties":{"name":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false},"secret":{"type":["object","null"],"properties":{"name":{"type":"string"},"file":{"type":"string"},"environment":{"type":"string"},"external":{"type":["boolean","string","object"],"properties":{"name":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"template_driver":{"type":"string"},"driver":{"type":"string"},"driver_opts":{"type":"object","additionalProperties":{"type":["string","number"]}}},"patternProperties":{"^x-":true},"additionalProperties":false},"config":{"type":["object","null"],"properties":{"name":{"type":"string"},"file":{"type":"string"},"environment":{"type":"string"},"external":{"type":["boolean","string","object"],"properties":{"name":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"template_driver":{"type":"string"},"content":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"command":{"type":["string","array","null"],"items":{"type":"string"}}}};
const func2 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^x-", "u");
const pattern1 = new RegExp("^[a-zA-Z0-9._-]+$", "u");
const schema7 = {"type":"object","properties":{"annotations":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"attach":{"type":["boolean","string"]},"blkio_config":{"type":"object","properties":{"weight":{"type":["integer","string"]},"weight_device":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"weight":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"device_read_bps":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"rate":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"device_read_iops":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"rate":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"device_write_bps":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"rate":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"device_write_iops":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"rate":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}}},"patternProperties":{"^x-":true},"additionalProperties":false},"build":{"type":["string","object"],"properties":{"context":{"type":"string"},"dockerfile":{"type":"string"},"dockerfile_inline":{"type":"string"},"args":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"target":{"type":"string"},"additional_contexts":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"tags":{"type":"array","items":{"type":"string"}},"no_cache":{"type":["boolean","string"]},"no_cache_filter":{"type":["string","array"],"items":{"type":"string"}},"pull":{"type":["boolean","string"]},"network":{"type":"string"},"cache_from":{"type":"array","items":{"type":"string"}},"cache_to":{"type":"array","items":{"type":"string"}},"platforms":{"type":"array","items":{"type":"string"}},"secrets":{"type":"array","items":{"type":["string","object"],"properties":{"source":{"type":"string"},"target":{"type":"string"},"uid":{"type":"string"},"gid":{"type":"string"},"mode":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"ssh":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"shm_size":{"type":["integer","string"]},"ulimits":{"type":"object","propertyNames":{"pattern":"^[a-z]+$"},"additionalProperties":{"type":["integer","string","object"],"properties":{"soft":{"type":["integer","string"]},"hard":{"type":["integer","string"]}},"required":["soft","hard"],"patternProperties":{"^x-":true},"additionalProperties":false}},"extra_hosts":{"type":["object","array"],"additionalProperties":{"type":["string","array"],"items":{"type":"string"}},"items":{"type":"string"}},"isolation":{"type":"string"},"privileged":{"type":["boolean","string"]},"entitlements":{"type":"array","items":{"type":"string"}},"provenance":{"type":["boolean","string"]},"sbom":{"type":["boolean","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"cap_add":{"type":"array","items":{"type":"string"}},"cap_drop":{"type":"array","items":{"type":"string"}},"cgroup":{"type":"string","enum":["host","private"]},"cgroup_parent":{"type":"string"},"command":{"$ref":"#/$defs/command"},"configs":{"type":"array","items":{"type":["string","object"],"properties":{"source":{"type":"string"},"target":{"type":"string"},"uid":{"type":"string"},"gid":{"type":"string"},"mode":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"container_name":{"type":"string","pattern":"^[a-zA-Z0-9][a-zA-Z0-9_.-]+$"},"cpu_count":{"type":["integer","string"]},"cpu_percent":{"type":["number","string"]},"cpu_period":{"type":["number","string"]},"cpu_quota":{"type":["number","string"]},"cpu_rt_period":{"type":["number","string"]},"cpu_rt_runtime":{"type":["number","string"]},"cpu_shares":{"type":["number","string"]},"cpus":{"type":["number","string"]},"cpuset":{"type":"string"},"credential_spec":{"type":"object","properties":{"config":{"type":"string"},"file":{"type":"string"},"registry":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"depends_on":{"type":["array","object"],"items":{"type":"string"},"additionalProperties":{"type":"object","properties":{"condition":{"type":"string","enum":["service_started","service_healthy","service_completed_successfully"]},"restart":{"type":["boolean","string"]},"required":{"type":["boolean","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["condition"]}},"deploy":{"type":"object","properties":{"mode":{"type":"string"},"endpoint_mode":{"type":"string"},"replicas":{"type":["integer","string"],"minimum":0},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"update_config":{"type":"object","properties":{"parallelism":{"type":["integer","string"]},"delay":{"type":"string"},"failure_action":{"type":"string"},"monitor":{"type":"string"},"max_failure_ratio":{"type":["number","string"]},"order":{"type":"string","enum":["start-first","stop-first"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"rollback_config":{"type":"object","properties":{"parallelism":{"type":["integer","string"]},"delay":{"type":"string"},"failure_action":{"type":"string"},"monitor":{"type":"string"},"max_failure_ratio":{"type":["number","string"]},"order":{"type":"string","enum":["start-first","stop-first"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"resources":{"type":"object","properties":{"limits":{"type":"object","properties":{"cpus":{"type":["number","string"]},"memory":{"type":"string"},"pids":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"reservations":{"type":"object","properties":{"cpus":{"type":["number","string"]},"memory":{"type":"string"},"generic_resources":{"type":"array","items":{"type":"object","properties":{"discrete_resource_spec":{"type":"object","properties":{"kind":{"type":"string"},"value":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"patternProperties":{"^x-":true},"additionalProperties":false}},"devices":{"type":"array","items":{"type":"object","properties":{"capabilities":{"type":"array","items":{"type":"string"}},"count":{"type":["integer","string"]},"device_ids":{"type":"array","items":{"type":"string"}},"driver":{"type":"string"},"options":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["capabilities"]}}},"patternProperties":{"^x-":true},"additionalProperties":false}},"patternProperties":{"^x-":true},"additionalProperties":false},"restart_policy":{"type":"object","properties":{"condition":{"type":"string"},"delay":{"type":"string"},"max_attempts":{"type":["integer","string"],"minimum":0},"window":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"placement":{"type":"object","properties":{"constraints":{"type":"array","items":{"type":"string"}},"preferences":{"type":"array","items":{"type":"object","properties":{"spread":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false}},"max_replicas_per_node":{"type":["integer","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"patternProperties":{"^x-":true},"additionalProperties":false},"develop":{"type":["object","null"],"properties":{"watch":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"action":{"type":"string","enum":["rebuild","sync","restart","sync+restart","sync+exec"]},"target":{"type":"string"},"ignore":{"type":["string","array"],"items":{"type":"string"}},"include":{"type":["string","array"],"items":{"type":"string"}},"initial_sync":{"type":["boolean","string"]},"exec":{"type":"object","properties":{"command":{"$ref":"#/$defs/command"},"user":{"type":"string"},"privileged":{"type":["boolean","string"]},"working_dir":{"type":"string"},"environment":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["command"]}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["path","action"]}}},"patternProperties":{"^x-":true},"additionalProperties":false},"device_cgroup_rules":{"type":"array","items":{"type":"string"}},"devices":{"type":"array","items":{"type":["string","object"],"properties":{"source":{"type":"string"},"target":{"type":"string"},"permissions":{"type":"string"}},"required":["source"],"patternProperties":{"^x-":true},"additionalProperties":false}},"dns":{"type":["string","array"],"items":{"type":"string"}},"dns_opt":{"type":"array","items":{"type":"string"}},"dns_search":{"type":["string","array"],"items":{"type":"string"}},"domainname":{"type":"string"},"entrypoint":{"$ref":"#/$defs/command"},"env_file":{"type":["string","array"],"items":{"type":["string","object"],"properties":{"path":{"type":"string"},"format":{"type":"string"},"required":{"type":["boolean","string"]}},"required":["path"],"patternProperties":{"^x-":true},"additionalProperties":false}},"environment":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"expose":{"type":"array","items":{"type":["string","number"]}},"extends":{"type":["string","object"],"properties":{"service":{"type":"string"},"file":{"type":"string"}},"required":["service"],"additionalProperties":false},"external_links":{"type":"array","items":{"type":"string"}},"extra_hosts":{"type":["object","array"],"additionalProperties":{"type":["string","array"],"items":{"type":"string"}},"items":{"type":"string"}},"gpus":{"type":["string","array"],"items":{"type":"object","properties":{"capabilities":{"type":"array","items":{"type":"string"}},"count":{"type":["integer","string"]},"device_ids":{"type":"array","items":{"type":"string"}},"driver":{"type":"string"},"options":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false}},"group_add":{"type":"array","items":{"type":["string","number"]}},"healthcheck":{"type":"object","properties":{"disable":{"type":["boolean","string"]},"test":{"type":["string","array"],"items":{"type":"string"}},"interval":{"type":"string"},"timeout":{"type":"string"},"retries":{"type":["number","string"]},"start_period":{"type":"string"},"start_interval":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"hostname":{"type":"string"},"image":{"type":"string"},"init":{"type":["boolean","string"]},"ipc":{"type":"string"},"isolation":{"type":"string"},"label_file":{"type":["string","array"],"items":{"type":"string"}},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"links":{"type":"array","items":{"type":"string"}},"logging":{"type":"object","properties":{"driver":{"type":"string"},"options":{"type":"object","additionalProperties":{"type":["string","number","null"]}}},"patternProperties":{"^x-":true},"additionalProperties":false},"mac_address":{"type":"string"},"mem_limit":{"type":["number","string"]},"mem_reservation":{"type":["number","string"]},"mem_swappiness":{"type":["integer","string"]},"memswap_limit":{"type":["number","string"]},"models":{"type":["array","object"],"items":{"type":"string"},"additionalProperties":{"type":["object","null"],"properties":{"endpoint_var":{"type":"string"},"model_var":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false}},"network_mode":{"type":"string"},"networks":{"type":["array","object"],"items":{"type":"string"},"additionalProperties":{"type":["object","null"],"properties":{"aliases":{"type":"array","items":{"type":"string"}},"ipv4_address":{"type":"string"},"ipv6_address":{"type":"string"},"link_local_ips":{"type":"array","items":{"type":"string"}},"mac_address":{"type":"string"},"driver_opts":{"type":"object","additionalProperties":{"type":["string","number"]}},"interface_name":{"type":"string"},"priority":{"type":["number","string"]},"gw_priority":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"oom_kill_disable":{"type":["boolean","string"]},"oom_score_adj":{"type":["integer","string"]},"pid":{"type":"string"},"pids_limit":{"type":["number","string"]},"platform":{"type":"string"},"ports":{"type":"array","items":{"type":["integer","string","object"],"properties":{"name":{"type":"string"},"mode":{"type":"string"},"host_ip":{"type":"string"},"target":{"type":["integer","string"]},"published":{"type":["integer","string"]},"protocol":{"type":"string"},"app_protocol":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false}},"pre_start":{"type":"array","items":{"type":"object","properties":{"command":{"$ref":"#/$defs/command"},"user":{"type":"string"},"privileged":{"type":["boolean","string"]},"working_dir":{"type":"string"},"environment":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"image":{"type":"string"},"per_replica":{"type":["boolean","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"post_start":{"type":"array","items":{"type":"object","properties":{"command":{"$ref":"#/$defs/command"},"user":{"type":"string"},"privileged":{"type":["boolean","string"]},"working_dir":{"type":"string"},"environment":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["command"]}},"pre_stop":{"type":"array","items":{"type":"object","properties":{"command":{"$ref":"#/$defs/command"},"user":{"type":"string"},"privileged":{"type":["boolean","string"]},"working_dir":{"type":"string"},"environment":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["command"]}},"privileged":{"type":["boolean","string"]},"profiles":{"type":"array","items":{"type":"string"}},"provider":{"type":"object","properties":{"type":{"type":"string"},"options":{"type":"object","additionalProperties":{"type":["string","number","boolean","array"],"items":{"type":["string","number","boolean"]}}}},"patternProperties":{"^x-":true},"additionalProperties":false,"required":["type"]},"pull_policy":{"type":"string"},"pull_refresh_after":{"type":"string"},"read_only":{"type":["boolean","string"]},"restart":{"type":"string"},"runtime":{"type":"string"},"scale":{"type":["integer","string"],"minimum":0},"secrets":{"type":"array","items":{"type":["string","object"],"properties":{"source":{"type":"string"},"target":{"type":"string"},"uid":{"type":"string"},"gid":{"type":"string"},"mode":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false}},"security_opt":{"type":"array","items":{"type":"string"}},"shm_size":{"type":["number","string"]},"stdin_open":{"type":["boolean","string"]},"stop_grace_period":{"type":"string"},"stop_signal":{"type":"string"},"storage_opt":{"type":"object","additionalProperties":{"type":["string","number","boolean","null"]}},"sysctls":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"tmpfs":{"type":["string","array"],"items":{"type":"string"}},"tty":{"type":["boolean","string"]},"ulimits":{"type":"object","propertyNames":{"pattern":"^[a-z]+$"},"additionalProperties":{"type":["integer","string","object"],"properties":{"soft":{"type":["integer","string"]},"hard":{"type":["integer","string"]}},"required":["soft","hard"],"patternProperties":{"^x-":true},"additionalProperties":false}},"use_api_socket":{"type":["boolean","string"]},"user":{"type":"string"},"userns_mode":{"type":"string"},"uts":{"type":"string"},"volumes":{"type":"array","items":{"type":["string","object"],"properties":{"type":{"type":"string","enum":["volume","bind","tmpfs","image","npipe","cluster"]},"source":{"type":"string"},"target":{"type":"string"},"read_only":{"type":["boolean","string"]},"consistency":{"type":"string"},"bind":{"type":"object","properties":{"propagation":{"type":"string"},"create_host_path":{"type":["boolean","string"]},"recursive":{"type":"string","enum":["enabled","disabled","writable","readonly"]},"selinux":{"type":"string","enum":["z","Z"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"volume":{"type":"object","properties":{"nocopy":{"type":["boolean","string"]},"subpath":{"type":"string"},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false},"tmpfs":{"type":"object","properties":{"size":{"type":["integer","string"],"minimum":0},"mode":{"type":["number","string"]}},"patternProperties":{"^x-":true},"additionalProperties":false},"image":{"type":"object","properties":{"subpath":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false}},"required":["type"],"patternProperties":{"^x-":true},"additionalProperties":false}},"volumes_from":{"type":"array","items":{"type":"string"}},"working_dir":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false};
const pattern11 = new RegExp("^[a-z]+$", "u");
const pattern14 = new RegExp("^[a-zA-Z0-9][a-zA-Z0-9_.-]+$", "u");
const schema8 = {"type":["string","array","null"],"items":{"type":"string"}};

function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(((typeof data !== "string") && (!(Array.isArray(data)))) && (data !== null)){
validate23.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema8.type}}];
return false;
}
if(errors === 0){
if(Array.isArray(data)){
var valid0 = true;
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
const _errs1 = errors;
if(typeof data[i0] !== "string"){
validate23.errors = [{instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs1 === errors;
if(!valid0){
break;
}
}
}
}
validate23.errors = vErrors;
return errors === 0;
}


function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const _errs1 = errors;
for(const key0 in data){
if(!((func2.call(schema7.properties, key0)) || (pattern0.test(key0)))){
validate22.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.annotations !== undefined){
let data0 = data.annotations;
const _errs2 = errors;
if(!data0 || typeof data0 != "object"){
validate22.errors = [{instancePath:instancePath+"/annotations",schemaPath:"#/properties/annotations/type",keyword:"type",params:{type: schema7.properties.annotations.type}}];
return false;
}
if(errors === _errs2){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
const _errs4 = errors;
if(typeof data0[i0] !== "string"){
validate22.errors = [{instancePath:instancePath+"/annotations/" + i0,schemaPath:"#/properties/annotations/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid1 = _errs4 === errors;
if(!valid1){
break;
}
}
}
if(errors === _errs2){
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key1 in data0){
let data2 = data0[key1];
const _errs7 = errors;
if((((typeof data2 !== "string") && (!((typeof data2 == "number") && (isFinite(data2))))) && (typeof data2 !== "boolean")) && (data2 !== null)){
validate22.errors = [{instancePath:instancePath+"/annotations/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/annotations/additionalProperties/type",keyword:"type",params:{type: schema7.properties.annotations.additionalProperties.type}}];
return false;
}
var valid2 = _errs7 === errors;
if(!valid2){
break;
}
}
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.attach !== undefined){
let data3 = data.attach;
const _errs9 = errors;
if((typeof data3 !== "boolean") && (typeof data3 !== "string")){
validate22.errors = [{instancePath:instancePath+"/attach",schemaPath:"#/properties/attach/type",keyword:"type",params:{type: schema7.properties.attach.type}}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.blkio_config !== undefined){
let data4 = data.blkio_config;
const _errs11 = errors;
if(errors === _errs11){
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
const _errs13 = errors;
for(const key2 in data4){
if(!(((((((key2 === "weight") || (key2 === "weight_device")) || (key2 === "device_read_bps")) || (key2 === "device_read_iops")) || (key2 === "device_write_bps")) || (key2 === "device_write_iops")) || (pattern0.test(key2)))){
validate22.errors = [{instancePath:instancePath+"/blkio_config",schemaPath:"#/properties/blkio_config/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2}}];
return false;
break;
}
}
if(_errs13 === errors){
if(data4.weight !== undefined){
let data5 = data4.weight;
const _errs14 = errors;
if((!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))) && (typeof data5 !== "string")){
validate22.errors = [{instancePath:instancePath+"/blkio_config/weight",schemaPath:"#/properties/blkio_config/properties/weight/type",keyword:"type",params:{type: schema7.properties.blkio_config.properties.weight.type}}];
return false;
}
var valid3 = _errs14 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data4.weight_device !== undefined){
let data6 = data4.weight_device;
const _errs16 = errors;
if(errors === _errs16){
if(Array.isArray(data6)){
var valid4 = true;
const len1 = data6.length;
for(let i1=0; i1<len1; i1++){
let data7 = data6[i1];
const _errs18 = errors;
if(errors === _errs18){
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
const _errs20 = errors;
for(const key3 in data7){
if(!(((key3 === "path") || (key3 === "weight")) || (pattern0.test(key3)))){
validate22.errors = [{instancePath:instancePath+"/blkio_config/weight_device/" + i1,schemaPath:"#/properties/blkio_config/properties/weight_device/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3}}];
return false;
break;
}
}
if(_errs20 === errors){
if(data7.path !== undefined){
const _errs21 = errors;
if(typeof data7.path !== "string"){
validate22.errors = [{instancePath:instancePath+"/blkio_config/weight_device/" + i1+"/path",schemaPath:"#/properties/blkio_config/properties/weight_device/items/properties/path/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid5 = _errs21 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data7.weight !== undefined){
let data9 = data7.weight;
const _errs23 = errors;
if((!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))) && (typeof data9 !== "string")){
validate22.errors = [{instancePath:instancePath+"/blkio_config/weight_device/" + i1+"/weight",schemaPath:"#/properties/blkio_config/properties/weight_device/items/properties/weight/type",keyword:"type",params:{type: schema7.properties.blkio_config.properties.weight_device.items.properties.weight.type}}];
return false;
}
var valid5 = _errs23 === errors;
}
else {
var valid5 = true;
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/blkio_config/weight_device/" + i1,schemaPath:"#/properties/blkio_config/properties/weight_device/items/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid4 = _errs18 === errors;
if(!valid4){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/blkio_config/weight_device",schemaPath:"#/properties/blkio_config/properties/weight_device/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid3 = _errs16 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data4.device_read_bps !== undefined){
let data10 = data4.device_read_bps;
const _errs25 = errors;
if(errors === _errs25){
if(Array.isArray(data10)){
var valid6 = true;
const len2 = data10.length;
for(let i2=0; i2<len2; i2++){
let data11 = data10[i2];
const _errs27 = errors;
if(errors === _errs27){
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
const _errs29 = errors;
for(const key4 in data11){
if(!(((key4 === "path") || (key4 === "rate")) || (pattern0.test(key4)))){
validate22.errors = [{instancePath:instancePath+"/blkio_config/device_read_bps/" + i2,schemaPath:"#/properties/blkio_config/properties/device_read_bps/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4}}];
return false;
break;
}
}
if(_errs29 === errors){
if(data11.path !== undefined){
const _errs30 = errors;
if(typeof data11.path !== "string"){
validate22.errors = [{instancePath:instancePath+"/blkio_config/device_read_bps/" + i2+"/path",schemaPath:"#/properties/blkio_config/properties/device_read_bps/items/properties/path/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid7 = _errs30 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data11.rate !== undefined){
let data13 = data11.rate;
const _errs32 = errors;
if((!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))) && (typeof data13 !== "string")){
validate22.errors = [{instancePath:instancePath+"/blkio_config/device_read_bps/" + i2+"/rate",schemaPath:"#/properties/blkio_config/properties/device_read_bps/items/properties/rate/type",keyword:"type",params:{type: schema7.properties.blkio_config.properties.device_read_bps.items.properties.rate.type}}];
return false;
}
var valid7 = _errs32 === errors;
}
else {
var valid7 = true;
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/blkio_config/device_read_bps/" + i2,schemaPath:"#/properties/blkio_config/properties/device_read_bps/items/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid6 = _errs27 === errors;
if(!valid6){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/blkio_config/device_read_bps",schemaPath:"#/properties/blkio_config/properties/device_read_bps/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid3 = _errs25 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data4.device_read_iops !== undefined){
let data14 = data4.device_read_iops;
const _errs34 = errors;
if(errors === _errs34){
if(Array.isArray(data14)){
var valid8 = true;
const len3 = data14.length;
for(let i3=0; i3<len3; i3++){
let data15 = data14[i3];
const _errs36 = errors;
if(errors === _errs36){
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
const _errs38 = errors;
for(const key5 in data15){
if(!(((key5 === "path") || (key5 === "rate")) || (pattern0.test(key5)))){
validate22.errors = [{instancePath:instancePath+"/blkio_config/device_read_iops/" + i3,schemaPath:"#/properties/blkio_config/properties/device_read_iops/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5}}];
return false;
break;
}
}
if(_errs38 === errors){
if(data15.path !== undefined){
const _errs39 = errors;
if(typeof data15.path !== "string"){
validate22.errors = [{instancePath:instancePath+"/blkio_config/device_read_iops/" + i3+"/path",schemaPath:"#/properties/blkio_config/properties/device_read_iops/items/properties/path/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid9 = _errs39 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data15.rate !== undefined){
let data17 = data15.rate;
const _errs41 = errors;
if((!(((typeof data17 == "number") && (!(data17 % 1) && !isNaN(data17))) && (isFinite(data17)))) && (typeof data17 !== "string")){
validate22.errors = [{instancePath:instancePath+"/blkio_config/device_read_iops/" + i3+"/rate",schemaPath:"#/properties/blkio_config/properties/device_read_iops/items/properties/rate/type",keyword:"type",params:{type: schema7.properties.blkio_config.properties.device_read_iops.items.properties.rate.type}}];
return false;
}
var valid9 = _errs41 === errors;
}
else {
var valid9 = true;
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/blkio_config/device_read_iops/" + i3,schemaPath:"#/properties/blkio_config/properties/device_read_iops/items/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid8 = _errs36 === errors;
if(!valid8){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/blkio_config/device_read_iops",schemaPath:"#/properties/blkio_config/properties/device_read_iops/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid3 = _errs34 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data4.device_write_bps !== undefined){
let data18 = data4.device_write_bps;
const _errs43 = errors;
if(errors === _errs43){
if(Array.isArray(data18)){
var valid10 = true;
const len4 = data18.length;
for(let i4=0; i4<len4; i4++){
let data19 = data18[i4];
const _errs45 = errors;
if(errors === _errs45){
if(data19 && typeof data19 == "object" && !Array.isArray(data19)){
const _errs47 = errors;
for(const key6 in data19){
if(!(((key6 === "path") || (key6 === "rate")) || (pattern0.test(key6)))){
validate22.errors = [{instancePath:instancePath+"/blkio_config/device_write_bps/" + i4,schemaPath:"#/properties/blkio_config/properties/device_write_bps/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6}}];
return false;
break;
}
}
if(_errs47 === errors){
if(data19.path !== undefined){
const _errs48 = errors;
if(typeof data19.path !== "string"){
validate22.errors = [{instancePath:instancePath+"/blkio_config/device_write_bps/" + i4+"/path",schemaPath:"#/properties/blkio_config/properties/device_write_bps/items/properties/path/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid11 = _errs48 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data19.rate !== undefined){
let data21 = data19.rate;
const _errs50 = errors;
if((!(((typeof data21 == "number") && (!(data21 % 1) && !isNaN(data21))) && (isFinite(data21)))) && (typeof data21 !== "string")){
validate22.errors = [{instancePath:instancePath+"/blkio_config/device_write_bps/" + i4+"/rate",schemaPath:"#/properties/blkio_config/properties/device_write_bps/items/properties/rate/type",keyword:"type",params:{type: schema7.properties.blkio_config.properties.device_write_bps.items.properties.rate.type}}];
return false;
}
var valid11 = _errs50 === errors;
}
else {
var valid11 = true;
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/blkio_config/device_write_bps/" + i4,schemaPath:"#/properties/blkio_config/properties/device_write_bps/items/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid10 = _errs45 === errors;
if(!valid10){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/blkio_config/device_write_bps",schemaPath:"#/properties/blkio_config/properties/device_write_bps/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid3 = _errs43 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data4.device_write_iops !== undefined){
let data22 = data4.device_write_iops;
const _errs52 = errors;
if(errors === _errs52){
if(Array.isArray(data22)){
var valid12 = true;
const len5 = data22.length;
for(let i5=0; i5<len5; i5++){
let data23 = data22[i5];
const _errs54 = errors;
if(errors === _errs54){
if(data23 && typeof data23 == "object" && !Array.isArray(data23)){
const _errs56 = errors;
for(const key7 in data23){
if(!(((key7 === "path") || (key7 === "rate")) || (pattern0.test(key7)))){
validate22.errors = [{instancePath:instancePath+"/blkio_config/device_write_iops/" + i5,schemaPath:"#/properties/blkio_config/properties/device_write_iops/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7}}];
return false;
break;
}
}
if(_errs56 === errors){
if(data23.path !== undefined){
const _errs57 = errors;
if(typeof data23.path !== "string"){
validate22.errors = [{instancePath:instancePath+"/blkio_config/device_write_iops/" + i5+"/path",schemaPath:"#/properties/blkio_config/properties/device_write_iops/items/properties/path/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid13 = _errs57 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data23.rate !== undefined){
let data25 = data23.rate;
const _errs59 = errors;
if((!(((typeof data25 == "number") && (!(data25 % 1) && !isNaN(data25))) && (isFinite(data25)))) && (typeof data25 !== "string")){
validate22.errors = [{instancePath:instancePath+"/blkio_config/device_write_iops/" + i5+"/rate",schemaPath:"#/properties/blkio_config/properties/device_write_iops/items/properties/rate/type",keyword:"type",params:{type: schema7.properties.blkio_config.properties.device_write_iops.items.properties.rate.type}}];
return false;
}
var valid13 = _errs59 === errors;
}
else {
var valid13 = true;
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/blkio_config/device_write_iops/" + i5,schemaPath:"#/properties/blkio_config/properties/device_write_iops/items/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid12 = _errs54 === errors;
if(!valid12){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/blkio_config/device_write_iops",schemaPath:"#/properties/blkio_config/properties/device_write_iops/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid3 = _errs52 === errors;
}
else {
var valid3 = true;
}
}
}
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/blkio_config",schemaPath:"#/properties/blkio_config/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.build !== undefined){
let data26 = data.build;
const _errs61 = errors;
if((typeof data26 !== "string") && (!(data26 && typeof data26 == "object" && !Array.isArray(data26)))){
validate22.errors = [{instancePath:instancePath+"/build",schemaPath:"#/properties/build/type",keyword:"type",params:{type: schema7.properties.build.type}}];
return false;
}
if(errors === _errs61){
if(data26 && typeof data26 == "object" && !Array.isArray(data26)){
const _errs63 = errors;
for(const key8 in data26){
if(!((func2.call(schema7.properties.build.properties, key8)) || (pattern0.test(key8)))){
validate22.errors = [{instancePath:instancePath+"/build",schemaPath:"#/properties/build/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8}}];
return false;
break;
}
}
if(_errs63 === errors){
if(data26.context !== undefined){
const _errs64 = errors;
if(typeof data26.context !== "string"){
validate22.errors = [{instancePath:instancePath+"/build/context",schemaPath:"#/properties/build/properties/context/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid14 = _errs64 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.dockerfile !== undefined){
const _errs66 = errors;
if(typeof data26.dockerfile !== "string"){
validate22.errors = [{instancePath:instancePath+"/build/dockerfile",schemaPath:"#/properties/build/properties/dockerfile/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid14 = _errs66 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.dockerfile_inline !== undefined){
const _errs68 = errors;
if(typeof data26.dockerfile_inline !== "string"){
validate22.errors = [{instancePath:instancePath+"/build/dockerfile_inline",schemaPath:"#/properties/build/properties/dockerfile_inline/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid14 = _errs68 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.args !== undefined){
let data30 = data26.args;
const _errs70 = errors;
if(!data30 || typeof data30 != "object"){
validate22.errors = [{instancePath:instancePath+"/build/args",schemaPath:"#/properties/build/properties/args/type",keyword:"type",params:{type: schema7.properties.build.properties.args.type}}];
return false;
}
if(errors === _errs70){
if(Array.isArray(data30)){
var valid15 = true;
const len6 = data30.length;
for(let i6=0; i6<len6; i6++){
const _errs72 = errors;
if(typeof data30[i6] !== "string"){
validate22.errors = [{instancePath:instancePath+"/build/args/" + i6,schemaPath:"#/properties/build/properties/args/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid15 = _errs72 === errors;
if(!valid15){
break;
}
}
}
if(errors === _errs70){
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
for(const key9 in data30){
let data32 = data30[key9];
const _errs75 = errors;
if((((typeof data32 !== "string") && (!((typeof data32 == "number") && (isFinite(data32))))) && (typeof data32 !== "boolean")) && (data32 !== null)){
validate22.errors = [{instancePath:instancePath+"/build/args/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/build/properties/args/additionalProperties/type",keyword:"type",params:{type: schema7.properties.build.properties.args.additionalProperties.type}}];
return false;
}
var valid16 = _errs75 === errors;
if(!valid16){
break;
}
}
}
}
}
var valid14 = _errs70 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.target !== undefined){
const _errs77 = errors;
if(typeof data26.target !== "string"){
validate22.errors = [{instancePath:instancePath+"/build/target",schemaPath:"#/properties/build/properties/target/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid14 = _errs77 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.additional_contexts !== undefined){
let data34 = data26.additional_contexts;
const _errs79 = errors;
if(!data34 || typeof data34 != "object"){
validate22.errors = [{instancePath:instancePath+"/build/additional_contexts",schemaPath:"#/properties/build/properties/additional_contexts/type",keyword:"type",params:{type: schema7.properties.build.properties.additional_contexts.type}}];
return false;
}
if(errors === _errs79){
if(Array.isArray(data34)){
var valid17 = true;
const len7 = data34.length;
for(let i7=0; i7<len7; i7++){
const _errs81 = errors;
if(typeof data34[i7] !== "string"){
validate22.errors = [{instancePath:instancePath+"/build/additional_contexts/" + i7,schemaPath:"#/properties/build/properties/additional_contexts/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid17 = _errs81 === errors;
if(!valid17){
break;
}
}
}
if(errors === _errs79){
if(data34 && typeof data34 == "object" && !Array.isArray(data34)){
for(const key10 in data34){
let data36 = data34[key10];
const _errs84 = errors;
if((((typeof data36 !== "string") && (!((typeof data36 == "number") && (isFinite(data36))))) && (typeof data36 !== "boolean")) && (data36 !== null)){
validate22.errors = [{instancePath:instancePath+"/build/additional_contexts/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/build/properties/additional_contexts/additionalProperties/type",keyword:"type",params:{type: schema7.properties.build.properties.additional_contexts.additionalProperties.type}}];
return false;
}
var valid18 = _errs84 === errors;
if(!valid18){
break;
}
}
}
}
}
var valid14 = _errs79 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.labels !== undefined){
let data37 = data26.labels;
const _errs86 = errors;
if(!data37 || typeof data37 != "object"){
validate22.errors = [{instancePath:instancePath+"/build/labels",schemaPath:"#/properties/build/properties/labels/type",keyword:"type",params:{type: schema7.properties.build.properties.labels.type}}];
return false;
}
if(errors === _errs86){
if(Array.isArray(data37)){
var valid19 = true;
const len8 = data37.length;
for(let i8=0; i8<len8; i8++){
const _errs88 = errors;
if(typeof data37[i8] !== "string"){
validate22.errors = [{instancePath:instancePath+"/build/labels/" + i8,schemaPath:"#/properties/build/properties/labels/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid19 = _errs88 === errors;
if(!valid19){
break;
}
}
}
if(errors === _errs86){
if(data37 && typeof data37 == "object" && !Array.isArray(data37)){
for(const key11 in data37){
let data39 = data37[key11];
const _errs91 = errors;
if((((typeof data39 !== "string") && (!((typeof data39 == "number") && (isFinite(data39))))) && (typeof data39 !== "boolean")) && (data39 !== null)){
validate22.errors = [{instancePath:instancePath+"/build/labels/" + key11.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/build/properties/labels/additionalProperties/type",keyword:"type",params:{type: schema7.properties.build.properties.labels.additionalProperties.type}}];
return false;
}
var valid20 = _errs91 === errors;
if(!valid20){
break;
}
}
}
}
}
var valid14 = _errs86 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.tags !== undefined){
let data40 = data26.tags;
const _errs93 = errors;
if(errors === _errs93){
if(Array.isArray(data40)){
var valid21 = true;
const len9 = data40.length;
for(let i9=0; i9<len9; i9++){
const _errs95 = errors;
if(typeof data40[i9] !== "string"){
validate22.errors = [{instancePath:instancePath+"/build/tags/" + i9,schemaPath:"#/properties/build/properties/tags/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid21 = _errs95 === errors;
if(!valid21){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/build/tags",schemaPath:"#/properties/build/properties/tags/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid14 = _errs93 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.no_cache !== undefined){
let data42 = data26.no_cache;
const _errs97 = errors;
if((typeof data42 !== "boolean") && (typeof data42 !== "string")){
validate22.errors = [{instancePath:instancePath+"/build/no_cache",schemaPath:"#/properties/build/properties/no_cache/type",keyword:"type",params:{type: schema7.properties.build.properties.no_cache.type}}];
return false;
}
var valid14 = _errs97 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.no_cache_filter !== undefined){
let data43 = data26.no_cache_filter;
const _errs99 = errors;
if((typeof data43 !== "string") && (!(Array.isArray(data43)))){
validate22.errors = [{instancePath:instancePath+"/build/no_cache_filter",schemaPath:"#/properties/build/properties/no_cache_filter/type",keyword:"type",params:{type: schema7.properties.build.properties.no_cache_filter.type}}];
return false;
}
if(errors === _errs99){
if(Array.isArray(data43)){
var valid22 = true;
const len10 = data43.length;
for(let i10=0; i10<len10; i10++){
const _errs101 = errors;
if(typeof data43[i10] !== "string"){
validate22.errors = [{instancePath:instancePath+"/build/no_cache_filter/" + i10,schemaPath:"#/properties/build/properties/no_cache_filter/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid22 = _errs101 === errors;
if(!valid22){
break;
}
}
}
}
var valid14 = _errs99 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.pull !== undefined){
let data45 = data26.pull;
const _errs103 = errors;
if((typeof data45 !== "boolean") && (typeof data45 !== "string")){
validate22.errors = [{instancePath:instancePath+"/build/pull",schemaPath:"#/properties/build/properties/pull/type",keyword:"type",params:{type: schema7.properties.build.properties.pull.type}}];
return false;
}
var valid14 = _errs103 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.network !== undefined){
const _errs105 = errors;
if(typeof data26.network !== "string"){
validate22.errors = [{instancePath:instancePath+"/build/network",schemaPath:"#/properties/build/properties/network/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid14 = _errs105 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.cache_from !== undefined){
let data47 = data26.cache_from;
const _errs107 = errors;
if(errors === _errs107){
if(Array.isArray(data47)){
var valid23 = true;
const len11 = data47.length;
for(let i11=0; i11<len11; i11++){
const _errs109 = errors;
if(typeof data47[i11] !== "string"){
validate22.errors = [{instancePath:instancePath+"/build/cache_from/" + i11,schemaPath:"#/properties/build/properties/cache_from/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid23 = _errs109 === errors;
if(!valid23){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/build/cache_from",schemaPath:"#/properties/build/properties/cache_from/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid14 = _errs107 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.cache_to !== undefined){
let data49 = data26.cache_to;
const _errs111 = errors;
if(errors === _errs111){
if(Array.isArray(data49)){
var valid24 = true;
const len12 = data49.length;
for(let i12=0; i12<len12; i12++){
const _errs113 = errors;
if(typeof data49[i12] !== "string"){
validate22.errors = [{instancePath:instancePath+"/build/cache_to/" + i12,schemaPath:"#/properties/build/properties/cache_to/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid24 = _errs113 === errors;
if(!valid24){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/build/cache_to",schemaPath:"#/properties/build/properties/cache_to/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid14 = _errs111 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.platforms !== undefined){
let data51 = data26.platforms;
const _errs115 = errors;
if(errors === _errs115){
if(Array.isArray(data51)){
var valid25 = true;
const len13 = data51.length;
for(let i13=0; i13<len13; i13++){
const _errs117 = errors;
if(typeof data51[i13] !== "string"){
validate22.errors = [{instancePath:instancePath+"/build/platforms/" + i13,schemaPath:"#/properties/build/properties/platforms/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid25 = _errs117 === errors;
if(!valid25){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/build/platforms",schemaPath:"#/properties/build/properties/platforms/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid14 = _errs115 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.secrets !== undefined){
let data53 = data26.secrets;
const _errs119 = errors;
if(errors === _errs119){
if(Array.isArray(data53)){
var valid26 = true;
const len14 = data53.length;
for(let i14=0; i14<len14; i14++){
let data54 = data53[i14];
const _errs121 = errors;
if((typeof data54 !== "string") && (!(data54 && typeof data54 == "object" && !Array.isArray(data54)))){
validate22.errors = [{instancePath:instancePath+"/build/secrets/" + i14,schemaPath:"#/properties/build/properties/secrets/items/type",keyword:"type",params:{type: schema7.properties.build.properties.secrets.items.type}}];
return false;
}
if(errors === _errs121){
if(data54 && typeof data54 == "object" && !Array.isArray(data54)){
const _errs123 = errors;
for(const key12 in data54){
if(!((((((key12 === "source") || (key12 === "target")) || (key12 === "uid")) || (key12 === "gid")) || (key12 === "mode")) || (pattern0.test(key12)))){
validate22.errors = [{instancePath:instancePath+"/build/secrets/" + i14,schemaPath:"#/properties/build/properties/secrets/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12}}];
return false;
break;
}
}
if(_errs123 === errors){
if(data54.source !== undefined){
const _errs124 = errors;
if(typeof data54.source !== "string"){
validate22.errors = [{instancePath:instancePath+"/build/secrets/" + i14+"/source",schemaPath:"#/properties/build/properties/secrets/items/properties/source/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid27 = _errs124 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data54.target !== undefined){
const _errs126 = errors;
if(typeof data54.target !== "string"){
validate22.errors = [{instancePath:instancePath+"/build/secrets/" + i14+"/target",schemaPath:"#/properties/build/properties/secrets/items/properties/target/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid27 = _errs126 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data54.uid !== undefined){
const _errs128 = errors;
if(typeof data54.uid !== "string"){
validate22.errors = [{instancePath:instancePath+"/build/secrets/" + i14+"/uid",schemaPath:"#/properties/build/properties/secrets/items/properties/uid/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid27 = _errs128 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data54.gid !== undefined){
const _errs130 = errors;
if(typeof data54.gid !== "string"){
validate22.errors = [{instancePath:instancePath+"/build/secrets/" + i14+"/gid",schemaPath:"#/properties/build/properties/secrets/items/properties/gid/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid27 = _errs130 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data54.mode !== undefined){
let data59 = data54.mode;
const _errs132 = errors;
if((!((typeof data59 == "number") && (isFinite(data59)))) && (typeof data59 !== "string")){
validate22.errors = [{instancePath:instancePath+"/build/secrets/" + i14+"/mode",schemaPath:"#/properties/build/properties/secrets/items/properties/mode/type",keyword:"type",params:{type: schema7.properties.build.properties.secrets.items.properties.mode.type}}];
return false;
}
var valid27 = _errs132 === errors;
}
else {
var valid27 = true;
}
}
}
}
}
}
}
}
var valid26 = _errs121 === errors;
if(!valid26){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/build/secrets",schemaPath:"#/properties/build/properties/secrets/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid14 = _errs119 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.ssh !== undefined){
let data60 = data26.ssh;
const _errs134 = errors;
if(!data60 || typeof data60 != "object"){
validate22.errors = [{instancePath:instancePath+"/build/ssh",schemaPath:"#/properties/build/properties/ssh/type",keyword:"type",params:{type: schema7.properties.build.properties.ssh.type}}];
return false;
}
if(errors === _errs134){
if(Array.isArray(data60)){
var valid28 = true;
const len15 = data60.length;
for(let i15=0; i15<len15; i15++){
const _errs136 = errors;
if(typeof data60[i15] !== "string"){
validate22.errors = [{instancePath:instancePath+"/build/ssh/" + i15,schemaPath:"#/properties/build/properties/ssh/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid28 = _errs136 === errors;
if(!valid28){
break;
}
}
}
if(errors === _errs134){
if(data60 && typeof data60 == "object" && !Array.isArray(data60)){
for(const key13 in data60){
let data62 = data60[key13];
const _errs139 = errors;
if((((typeof data62 !== "string") && (!((typeof data62 == "number") && (isFinite(data62))))) && (typeof data62 !== "boolean")) && (data62 !== null)){
validate22.errors = [{instancePath:instancePath+"/build/ssh/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/build/properties/ssh/additionalProperties/type",keyword:"type",params:{type: schema7.properties.build.properties.ssh.additionalProperties.type}}];
return false;
}
var valid29 = _errs139 === errors;
if(!valid29){
break;
}
}
}
}
}
var valid14 = _errs134 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.shm_size !== undefined){
let data63 = data26.shm_size;
const _errs141 = errors;
if((!(((typeof data63 == "number") && (!(data63 % 1) && !isNaN(data63))) && (isFinite(data63)))) && (typeof data63 !== "string")){
validate22.errors = [{instancePath:instancePath+"/build/shm_size",schemaPath:"#/properties/build/properties/shm_size/type",keyword:"type",params:{type: schema7.properties.build.properties.shm_size.type}}];
return false;
}
var valid14 = _errs141 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.ulimits !== undefined){
let data64 = data26.ulimits;
const _errs143 = errors;
if(errors === _errs143){
if(data64 && typeof data64 == "object" && !Array.isArray(data64)){
for(const key14 in data64){
const _errs145 = errors;
if(typeof key14 === "string"){
if(!pattern11.test(key14)){
const err0 = {instancePath:instancePath+"/build/ulimits",schemaPath:"#/properties/build/properties/ulimits/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[a-z]+$"},propertyName:key14};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
var valid30 = _errs145 === errors;
if(!valid30){
const err1 = {instancePath:instancePath+"/build/ulimits",schemaPath:"#/properties/build/properties/ulimits/propertyNames",keyword:"propertyNames",params:{propertyName: key14}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
validate22.errors = vErrors;
return false;
break;
}
}
if(valid30){
for(const key15 in data64){
let data65 = data64[key15];
const _errs147 = errors;
if(((!(((typeof data65 == "number") && (!(data65 % 1) && !isNaN(data65))) && (isFinite(data65)))) && (typeof data65 !== "string")) && (!(data65 && typeof data65 == "object" && !Array.isArray(data65)))){
validate22.errors = [{instancePath:instancePath+"/build/ulimits/" + key15.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/build/properties/ulimits/additionalProperties/type",keyword:"type",params:{type: schema7.properties.build.properties.ulimits.additionalProperties.type}}];
return false;
}
if(errors === _errs147){
if(data65 && typeof data65 == "object" && !Array.isArray(data65)){
let missing0;
if(((data65.soft === undefined) && (missing0 = "soft")) || ((data65.hard === undefined) && (missing0 = "hard"))){
validate22.errors = [{instancePath:instancePath+"/build/ulimits/" + key15.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/build/properties/ulimits/additionalProperties/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs149 = errors;
for(const key16 in data65){
if(!(((key16 === "soft") || (key16 === "hard")) || (pattern0.test(key16)))){
validate22.errors = [{instancePath:instancePath+"/build/ulimits/" + key15.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/build/properties/ulimits/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key16}}];
return false;
break;
}
}
if(_errs149 === errors){
if(data65.soft !== undefined){
let data66 = data65.soft;
const _errs150 = errors;
if((!(((typeof data66 == "number") && (!(data66 % 1) && !isNaN(data66))) && (isFinite(data66)))) && (typeof data66 !== "string")){
validate22.errors = [{instancePath:instancePath+"/build/ulimits/" + key15.replace(/~/g, "~0").replace(/\//g, "~1")+"/soft",schemaPath:"#/properties/build/properties/ulimits/additionalProperties/properties/soft/type",keyword:"type",params:{type: schema7.properties.build.properties.ulimits.additionalProperties.properties.soft.type}}];
return false;
}
var valid32 = _errs150 === errors;
}
else {
var valid32 = true;
}
if(valid32){
if(data65.hard !== undefined){
let data67 = data65.hard;
const _errs152 = errors;
if((!(((typeof data67 == "number") && (!(data67 % 1) && !isNaN(data67))) && (isFinite(data67)))) && (typeof data67 !== "string")){
validate22.errors = [{instancePath:instancePath+"/build/ulimits/" + key15.replace(/~/g, "~0").replace(/\//g, "~1")+"/hard",schemaPath:"#/properties/build/properties/ulimits/additionalProperties/properties/hard/type",keyword:"type",params:{type: schema7.properties.build.properties.ulimits.additionalProperties.properties.hard.type}}];
return false;
}
var valid32 = _errs152 === errors;
}
else {
var valid32 = true;
}
}
}
}
}
}
var valid31 = _errs147 === errors;
if(!valid31){
break;
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/build/ulimits",schemaPath:"#/properties/build/properties/ulimits/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid14 = _errs143 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.extra_hosts !== undefined){
let data68 = data26.extra_hosts;
const _errs154 = errors;
if(!data68 || typeof data68 != "object"){
validate22.errors = [{instancePath:instancePath+"/build/extra_hosts",schemaPath:"#/properties/build/properties/extra_hosts/type",keyword:"type",params:{type: schema7.properties.build.properties.extra_hosts.type}}];
return false;
}
if(errors === _errs154){
if(Array.isArray(data68)){
var valid33 = true;
const len16 = data68.length;
for(let i16=0; i16<len16; i16++){
const _errs156 = errors;
if(typeof data68[i16] !== "string"){
validate22.errors = [{instancePath:instancePath+"/build/extra_hosts/" + i16,schemaPath:"#/properties/build/properties/extra_hosts/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid33 = _errs156 === errors;
if(!valid33){
break;
}
}
}
if(errors === _errs154){
if(data68 && typeof data68 == "object" && !Array.isArray(data68)){
for(const key17 in data68){
let data70 = data68[key17];
const _errs159 = errors;
if((typeof data70 !== "string") && (!(Array.isArray(data70)))){
validate22.errors = [{instancePath:instancePath+"/build/extra_hosts/" + key17.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/build/properties/extra_hosts/additionalProperties/type",keyword:"type",params:{type: schema7.properties.build.properties.extra_hosts.additionalProperties.type}}];
return false;
}
if(errors === _errs159){
if(Array.isArray(data70)){
var valid35 = true;
const len17 = data70.length;
for(let i17=0; i17<len17; i17++){
const _errs161 = errors;
if(typeof data70[i17] !== "string"){
validate22.errors = [{instancePath:instancePath+"/build/extra_hosts/" + key17.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i17,schemaPath:"#/properties/build/properties/extra_hosts/additionalProperties/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid35 = _errs161 === errors;
if(!valid35){
break;
}
}
}
}
var valid34 = _errs159 === errors;
if(!valid34){
break;
}
}
}
}
}
var valid14 = _errs154 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.isolation !== undefined){
const _errs163 = errors;
if(typeof data26.isolation !== "string"){
validate22.errors = [{instancePath:instancePath+"/build/isolation",schemaPath:"#/properties/build/properties/isolation/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid14 = _errs163 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.privileged !== undefined){
let data73 = data26.privileged;
const _errs165 = errors;
if((typeof data73 !== "boolean") && (typeof data73 !== "string")){
validate22.errors = [{instancePath:instancePath+"/build/privileged",schemaPath:"#/properties/build/properties/privileged/type",keyword:"type",params:{type: schema7.properties.build.properties.privileged.type}}];
return false;
}
var valid14 = _errs165 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.entitlements !== undefined){
let data74 = data26.entitlements;
const _errs167 = errors;
if(errors === _errs167){
if(Array.isArray(data74)){
var valid36 = true;
const len18 = data74.length;
for(let i18=0; i18<len18; i18++){
const _errs169 = errors;
if(typeof data74[i18] !== "string"){
validate22.errors = [{instancePath:instancePath+"/build/entitlements/" + i18,schemaPath:"#/properties/build/properties/entitlements/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid36 = _errs169 === errors;
if(!valid36){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/build/entitlements",schemaPath:"#/properties/build/properties/entitlements/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid14 = _errs167 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.provenance !== undefined){
let data76 = data26.provenance;
const _errs171 = errors;
if((typeof data76 !== "boolean") && (typeof data76 !== "string")){
validate22.errors = [{instancePath:instancePath+"/build/provenance",schemaPath:"#/properties/build/properties/provenance/type",keyword:"type",params:{type: schema7.properties.build.properties.provenance.type}}];
return false;
}
var valid14 = _errs171 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data26.sbom !== undefined){
let data77 = data26.sbom;
const _errs173 = errors;
if((typeof data77 !== "boolean") && (typeof data77 !== "string")){
validate22.errors = [{instancePath:instancePath+"/build/sbom",schemaPath:"#/properties/build/properties/sbom/type",keyword:"type",params:{type: schema7.properties.build.properties.sbom.type}}];
return false;
}
var valid14 = _errs173 === errors;
}
else {
var valid14 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
var valid0 = _errs61 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cap_add !== undefined){
let data78 = data.cap_add;
const _errs175 = errors;
if(errors === _errs175){
if(Array.isArray(data78)){
var valid37 = true;
const len19 = data78.length;
for(let i19=0; i19<len19; i19++){
const _errs177 = errors;
if(typeof data78[i19] !== "string"){
validate22.errors = [{instancePath:instancePath+"/cap_add/" + i19,schemaPath:"#/properties/cap_add/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid37 = _errs177 === errors;
if(!valid37){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/cap_add",schemaPath:"#/properties/cap_add/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs175 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cap_drop !== undefined){
let data80 = data.cap_drop;
const _errs179 = errors;
if(errors === _errs179){
if(Array.isArray(data80)){
var valid38 = true;
const len20 = data80.length;
for(let i20=0; i20<len20; i20++){
const _errs181 = errors;
if(typeof data80[i20] !== "string"){
validate22.errors = [{instancePath:instancePath+"/cap_drop/" + i20,schemaPath:"#/properties/cap_drop/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid38 = _errs181 === errors;
if(!valid38){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/cap_drop",schemaPath:"#/properties/cap_drop/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs179 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cgroup !== undefined){
let data82 = data.cgroup;
const _errs183 = errors;
if(typeof data82 !== "string"){
validate22.errors = [{instancePath:instancePath+"/cgroup",schemaPath:"#/properties/cgroup/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!((data82 === "host") || (data82 === "private"))){
validate22.errors = [{instancePath:instancePath+"/cgroup",schemaPath:"#/properties/cgroup/enum",keyword:"enum",params:{allowedValues: schema7.properties.cgroup.enum}}];
return false;
}
var valid0 = _errs183 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cgroup_parent !== undefined){
const _errs185 = errors;
if(typeof data.cgroup_parent !== "string"){
validate22.errors = [{instancePath:instancePath+"/cgroup_parent",schemaPath:"#/properties/cgroup_parent/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs185 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.command !== undefined){
const _errs187 = errors;
if(!(validate23(data.command, {instancePath:instancePath+"/command",parentData:data,parentDataProperty:"command",rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
var valid0 = _errs187 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.configs !== undefined){
let data85 = data.configs;
const _errs188 = errors;
if(errors === _errs188){
if(Array.isArray(data85)){
var valid39 = true;
const len21 = data85.length;
for(let i21=0; i21<len21; i21++){
let data86 = data85[i21];
const _errs190 = errors;
if((typeof data86 !== "string") && (!(data86 && typeof data86 == "object" && !Array.isArray(data86)))){
validate22.errors = [{instancePath:instancePath+"/configs/" + i21,schemaPath:"#/properties/configs/items/type",keyword:"type",params:{type: schema7.properties.configs.items.type}}];
return false;
}
if(errors === _errs190){
if(data86 && typeof data86 == "object" && !Array.isArray(data86)){
const _errs192 = errors;
for(const key18 in data86){
if(!((((((key18 === "source") || (key18 === "target")) || (key18 === "uid")) || (key18 === "gid")) || (key18 === "mode")) || (pattern0.test(key18)))){
validate22.errors = [{instancePath:instancePath+"/configs/" + i21,schemaPath:"#/properties/configs/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key18}}];
return false;
break;
}
}
if(_errs192 === errors){
if(data86.source !== undefined){
const _errs193 = errors;
if(typeof data86.source !== "string"){
validate22.errors = [{instancePath:instancePath+"/configs/" + i21+"/source",schemaPath:"#/properties/configs/items/properties/source/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid40 = _errs193 === errors;
}
else {
var valid40 = true;
}
if(valid40){
if(data86.target !== undefined){
const _errs195 = errors;
if(typeof data86.target !== "string"){
validate22.errors = [{instancePath:instancePath+"/configs/" + i21+"/target",schemaPath:"#/properties/configs/items/properties/target/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid40 = _errs195 === errors;
}
else {
var valid40 = true;
}
if(valid40){
if(data86.uid !== undefined){
const _errs197 = errors;
if(typeof data86.uid !== "string"){
validate22.errors = [{instancePath:instancePath+"/configs/" + i21+"/uid",schemaPath:"#/properties/configs/items/properties/uid/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid40 = _errs197 === errors;
}
else {
var valid40 = true;
}
if(valid40){
if(data86.gid !== undefined){
const _errs199 = errors;
if(typeof data86.gid !== "string"){
validate22.errors = [{instancePath:instancePath+"/configs/" + i21+"/gid",schemaPath:"#/properties/configs/items/properties/gid/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid40 = _errs199 === errors;
}
else {
var valid40 = true;
}
if(valid40){
if(data86.mode !== undefined){
let data91 = data86.mode;
const _errs201 = errors;
if((!((typeof data91 == "number") && (isFinite(data91)))) && (typeof data91 !== "string")){
validate22.errors = [{instancePath:instancePath+"/configs/" + i21+"/mode",schemaPath:"#/properties/configs/items/properties/mode/type",keyword:"type",params:{type: schema7.properties.configs.items.properties.mode.type}}];
return false;
}
var valid40 = _errs201 === errors;
}
else {
var valid40 = true;
}
}
}
}
}
}
}
}
var valid39 = _errs190 === errors;
if(!valid39){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/configs",schemaPath:"#/properties/configs/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs188 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.container_name !== undefined){
let data92 = data.container_name;
const _errs203 = errors;
if(errors === _errs203){
if(typeof data92 === "string"){
if(!pattern14.test(data92)){
validate22.errors = [{instancePath:instancePath+"/container_name",schemaPath:"#/properties/container_name/pattern",keyword:"pattern",params:{pattern: "^[a-zA-Z0-9][a-zA-Z0-9_.-]+$"}}];
return false;
}
}
else {
validate22.errors = [{instancePath:instancePath+"/container_name",schemaPath:"#/properties/container_name/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs203 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cpu_count !== undefined){
let data93 = data.cpu_count;
const _errs205 = errors;
if((!(((typeof data93 == "number") && (!(data93 % 1) && !isNaN(data93))) && (isFinite(data93)))) && (typeof data93 !== "string")){
validate22.errors = [{instancePath:instancePath+"/cpu_count",schemaPath:"#/properties/cpu_count/type",keyword:"type",params:{type: schema7.properties.cpu_count.type}}];
return false;
}
var valid0 = _errs205 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cpu_percent !== undefined){
let data94 = data.cpu_percent;
const _errs207 = errors;
if((!((typeof data94 == "number") && (isFinite(data94)))) && (typeof data94 !== "string")){
validate22.errors = [{instancePath:instancePath+"/cpu_percent",schemaPath:"#/properties/cpu_percent/type",keyword:"type",params:{type: schema7.properties.cpu_percent.type}}];
return false;
}
var valid0 = _errs207 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cpu_period !== undefined){
let data95 = data.cpu_period;
const _errs209 = errors;
if((!((typeof data95 == "number") && (isFinite(data95)))) && (typeof data95 !== "string")){
validate22.errors = [{instancePath:instancePath+"/cpu_period",schemaPath:"#/properties/cpu_period/type",keyword:"type",params:{type: schema7.properties.cpu_period.type}}];
return false;
}
var valid0 = _errs209 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cpu_quota !== undefined){
let data96 = data.cpu_quota;
const _errs211 = errors;
if((!((typeof data96 == "number") && (isFinite(data96)))) && (typeof data96 !== "string")){
validate22.errors = [{instancePath:instancePath+"/cpu_quota",schemaPath:"#/properties/cpu_quota/type",keyword:"type",params:{type: schema7.properties.cpu_quota.type}}];
return false;
}
var valid0 = _errs211 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cpu_rt_period !== undefined){
let data97 = data.cpu_rt_period;
const _errs213 = errors;
if((!((typeof data97 == "number") && (isFinite(data97)))) && (typeof data97 !== "string")){
validate22.errors = [{instancePath:instancePath+"/cpu_rt_period",schemaPath:"#/properties/cpu_rt_period/type",keyword:"type",params:{type: schema7.properties.cpu_rt_period.type}}];
return false;
}
var valid0 = _errs213 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cpu_rt_runtime !== undefined){
let data98 = data.cpu_rt_runtime;
const _errs215 = errors;
if((!((typeof data98 == "number") && (isFinite(data98)))) && (typeof data98 !== "string")){
validate22.errors = [{instancePath:instancePath+"/cpu_rt_runtime",schemaPath:"#/properties/cpu_rt_runtime/type",keyword:"type",params:{type: schema7.properties.cpu_rt_runtime.type}}];
return false;
}
var valid0 = _errs215 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cpu_shares !== undefined){
let data99 = data.cpu_shares;
const _errs217 = errors;
if((!((typeof data99 == "number") && (isFinite(data99)))) && (typeof data99 !== "string")){
validate22.errors = [{instancePath:instancePath+"/cpu_shares",schemaPath:"#/properties/cpu_shares/type",keyword:"type",params:{type: schema7.properties.cpu_shares.type}}];
return false;
}
var valid0 = _errs217 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cpus !== undefined){
let data100 = data.cpus;
const _errs219 = errors;
if((!((typeof data100 == "number") && (isFinite(data100)))) && (typeof data100 !== "string")){
validate22.errors = [{instancePath:instancePath+"/cpus",schemaPath:"#/properties/cpus/type",keyword:"type",params:{type: schema7.properties.cpus.type}}];
return false;
}
var valid0 = _errs219 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cpuset !== undefined){
const _errs221 = errors;
if(typeof data.cpuset !== "string"){
validate22.errors = [{instancePath:instancePath+"/cpuset",schemaPath:"#/properties/cpuset/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs221 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.credential_spec !== undefined){
let data102 = data.credential_spec;
const _errs223 = errors;
if(errors === _errs223){
if(data102 && typeof data102 == "object" && !Array.isArray(data102)){
const _errs225 = errors;
for(const key19 in data102){
if(!((((key19 === "config") || (key19 === "file")) || (key19 === "registry")) || (pattern0.test(key19)))){
validate22.errors = [{instancePath:instancePath+"/credential_spec",schemaPath:"#/properties/credential_spec/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key19}}];
return false;
break;
}
}
if(_errs225 === errors){
if(data102.config !== undefined){
const _errs226 = errors;
if(typeof data102.config !== "string"){
validate22.errors = [{instancePath:instancePath+"/credential_spec/config",schemaPath:"#/properties/credential_spec/properties/config/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid41 = _errs226 === errors;
}
else {
var valid41 = true;
}
if(valid41){
if(data102.file !== undefined){
const _errs228 = errors;
if(typeof data102.file !== "string"){
validate22.errors = [{instancePath:instancePath+"/credential_spec/file",schemaPath:"#/properties/credential_spec/properties/file/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid41 = _errs228 === errors;
}
else {
var valid41 = true;
}
if(valid41){
if(data102.registry !== undefined){
const _errs230 = errors;
if(typeof data102.registry !== "string"){
validate22.errors = [{instancePath:instancePath+"/credential_spec/registry",schemaPath:"#/properties/credential_spec/properties/registry/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid41 = _errs230 === errors;
}
else {
var valid41 = true;
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/credential_spec",schemaPath:"#/properties/credential_spec/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs223 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.depends_on !== undefined){
let data106 = data.depends_on;
const _errs232 = errors;
if(!data106 || typeof data106 != "object"){
validate22.errors = [{instancePath:instancePath+"/depends_on",schemaPath:"#/properties/depends_on/type",keyword:"type",params:{type: schema7.properties.depends_on.type}}];
return false;
}
if(errors === _errs232){
if(Array.isArray(data106)){
var valid42 = true;
const len22 = data106.length;
for(let i22=0; i22<len22; i22++){
const _errs234 = errors;
if(typeof data106[i22] !== "string"){
validate22.errors = [{instancePath:instancePath+"/depends_on/" + i22,schemaPath:"#/properties/depends_on/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid42 = _errs234 === errors;
if(!valid42){
break;
}
}
}
if(errors === _errs232){
if(data106 && typeof data106 == "object" && !Array.isArray(data106)){
for(const key20 in data106){
let data108 = data106[key20];
const _errs237 = errors;
if(errors === _errs237){
if(data108 && typeof data108 == "object" && !Array.isArray(data108)){
let missing1;
if((data108.condition === undefined) && (missing1 = "condition")){
validate22.errors = [{instancePath:instancePath+"/depends_on/" + key20.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/depends_on/additionalProperties/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
const _errs239 = errors;
for(const key21 in data108){
if(!((((key21 === "condition") || (key21 === "restart")) || (key21 === "required")) || (pattern0.test(key21)))){
validate22.errors = [{instancePath:instancePath+"/depends_on/" + key20.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/depends_on/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key21}}];
return false;
break;
}
}
if(_errs239 === errors){
if(data108.condition !== undefined){
let data109 = data108.condition;
const _errs240 = errors;
if(typeof data109 !== "string"){
validate22.errors = [{instancePath:instancePath+"/depends_on/" + key20.replace(/~/g, "~0").replace(/\//g, "~1")+"/condition",schemaPath:"#/properties/depends_on/additionalProperties/properties/condition/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!(((data109 === "service_started") || (data109 === "service_healthy")) || (data109 === "service_completed_successfully"))){
validate22.errors = [{instancePath:instancePath+"/depends_on/" + key20.replace(/~/g, "~0").replace(/\//g, "~1")+"/condition",schemaPath:"#/properties/depends_on/additionalProperties/properties/condition/enum",keyword:"enum",params:{allowedValues: schema7.properties.depends_on.additionalProperties.properties.condition.enum}}];
return false;
}
var valid44 = _errs240 === errors;
}
else {
var valid44 = true;
}
if(valid44){
if(data108.restart !== undefined){
let data110 = data108.restart;
const _errs242 = errors;
if((typeof data110 !== "boolean") && (typeof data110 !== "string")){
validate22.errors = [{instancePath:instancePath+"/depends_on/" + key20.replace(/~/g, "~0").replace(/\//g, "~1")+"/restart",schemaPath:"#/properties/depends_on/additionalProperties/properties/restart/type",keyword:"type",params:{type: schema7.properties.depends_on.additionalProperties.properties.restart.type}}];
return false;
}
var valid44 = _errs242 === errors;
}
else {
var valid44 = true;
}
if(valid44){
if(data108.required !== undefined){
let data111 = data108.required;
const _errs244 = errors;
if((typeof data111 !== "boolean") && (typeof data111 !== "string")){
validate22.errors = [{instancePath:instancePath+"/depends_on/" + key20.replace(/~/g, "~0").replace(/\//g, "~1")+"/required",schemaPath:"#/properties/depends_on/additionalProperties/properties/required/type",keyword:"type",params:{type: schema7.properties.depends_on.additionalProperties.properties.required.type}}];
return false;
}
var valid44 = _errs244 === errors;
}
else {
var valid44 = true;
}
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/depends_on/" + key20.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/depends_on/additionalProperties/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid43 = _errs237 === errors;
if(!valid43){
break;
}
}
}
}
}
var valid0 = _errs232 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.deploy !== undefined){
let data112 = data.deploy;
const _errs246 = errors;
if(errors === _errs246){
if(data112 && typeof data112 == "object" && !Array.isArray(data112)){
const _errs248 = errors;
for(const key22 in data112){
if(!((func2.call(schema7.properties.deploy.properties, key22)) || (pattern0.test(key22)))){
validate22.errors = [{instancePath:instancePath+"/deploy",schemaPath:"#/properties/deploy/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key22}}];
return false;
break;
}
}
if(_errs248 === errors){
if(data112.mode !== undefined){
const _errs249 = errors;
if(typeof data112.mode !== "string"){
validate22.errors = [{instancePath:instancePath+"/deploy/mode",schemaPath:"#/properties/deploy/properties/mode/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid45 = _errs249 === errors;
}
else {
var valid45 = true;
}
if(valid45){
if(data112.endpoint_mode !== undefined){
const _errs251 = errors;
if(typeof data112.endpoint_mode !== "string"){
validate22.errors = [{instancePath:instancePath+"/deploy/endpoint_mode",schemaPath:"#/properties/deploy/properties/endpoint_mode/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid45 = _errs251 === errors;
}
else {
var valid45 = true;
}
if(valid45){
if(data112.replicas !== undefined){
let data115 = data112.replicas;
const _errs253 = errors;
if((!(((typeof data115 == "number") && (!(data115 % 1) && !isNaN(data115))) && (isFinite(data115)))) && (typeof data115 !== "string")){
validate22.errors = [{instancePath:instancePath+"/deploy/replicas",schemaPath:"#/properties/deploy/properties/replicas/type",keyword:"type",params:{type: schema7.properties.deploy.properties.replicas.type}}];
return false;
}
if(errors === _errs253){
if((typeof data115 == "number") && (isFinite(data115))){
if(data115 < 0 || isNaN(data115)){
validate22.errors = [{instancePath:instancePath+"/deploy/replicas",schemaPath:"#/properties/deploy/properties/replicas/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
var valid45 = _errs253 === errors;
}
else {
var valid45 = true;
}
if(valid45){
if(data112.labels !== undefined){
let data116 = data112.labels;
const _errs255 = errors;
if(!data116 || typeof data116 != "object"){
validate22.errors = [{instancePath:instancePath+"/deploy/labels",schemaPath:"#/properties/deploy/properties/labels/type",keyword:"type",params:{type: schema7.properties.deploy.properties.labels.type}}];
return false;
}
if(errors === _errs255){
if(Array.isArray(data116)){
var valid46 = true;
const len23 = data116.length;
for(let i23=0; i23<len23; i23++){
const _errs257 = errors;
if(typeof data116[i23] !== "string"){
validate22.errors = [{instancePath:instancePath+"/deploy/labels/" + i23,schemaPath:"#/properties/deploy/properties/labels/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid46 = _errs257 === errors;
if(!valid46){
break;
}
}
}
if(errors === _errs255){
if(data116 && typeof data116 == "object" && !Array.isArray(data116)){
for(const key23 in data116){
let data118 = data116[key23];
const _errs260 = errors;
if((((typeof data118 !== "string") && (!((typeof data118 == "number") && (isFinite(data118))))) && (typeof data118 !== "boolean")) && (data118 !== null)){
validate22.errors = [{instancePath:instancePath+"/deploy/labels/" + key23.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/deploy/properties/labels/additionalProperties/type",keyword:"type",params:{type: schema7.properties.deploy.properties.labels.additionalProperties.type}}];
return false;
}
var valid47 = _errs260 === errors;
if(!valid47){
break;
}
}
}
}
}
var valid45 = _errs255 === errors;
}
else {
var valid45 = true;
}
if(valid45){
if(data112.update_config !== undefined){
let data119 = data112.update_config;
const _errs262 = errors;
if(errors === _errs262){
if(data119 && typeof data119 == "object" && !Array.isArray(data119)){
const _errs264 = errors;
for(const key24 in data119){
if(!(((((((key24 === "parallelism") || (key24 === "delay")) || (key24 === "failure_action")) || (key24 === "monitor")) || (key24 === "max_failure_ratio")) || (key24 === "order")) || (pattern0.test(key24)))){
validate22.errors = [{instancePath:instancePath+"/deploy/update_config",schemaPath:"#/properties/deploy/properties/update_config/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key24}}];
return false;
break;
}
}
if(_errs264 === errors){
if(data119.parallelism !== undefined){
let data120 = data119.parallelism;
const _errs265 = errors;
if((!(((typeof data120 == "number") && (!(data120 % 1) && !isNaN(data120))) && (isFinite(data120)))) && (typeof data120 !== "string")){
validate22.errors = [{instancePath:instancePath+"/deploy/update_config/parallelism",schemaPath:"#/properties/deploy/properties/update_config/properties/parallelism/type",keyword:"type",params:{type: schema7.properties.deploy.properties.update_config.properties.parallelism.type}}];
return false;
}
var valid48 = _errs265 === errors;
}
else {
var valid48 = true;
}
if(valid48){
if(data119.delay !== undefined){
const _errs267 = errors;
if(typeof data119.delay !== "string"){
validate22.errors = [{instancePath:instancePath+"/deploy/update_config/delay",schemaPath:"#/properties/deploy/properties/update_config/properties/delay/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid48 = _errs267 === errors;
}
else {
var valid48 = true;
}
if(valid48){
if(data119.failure_action !== undefined){
const _errs269 = errors;
if(typeof data119.failure_action !== "string"){
validate22.errors = [{instancePath:instancePath+"/deploy/update_config/failure_action",schemaPath:"#/properties/deploy/properties/update_config/properties/failure_action/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid48 = _errs269 === errors;
}
else {
var valid48 = true;
}
if(valid48){
if(data119.monitor !== undefined){
const _errs271 = errors;
if(typeof data119.monitor !== "string"){
validate22.errors = [{instancePath:instancePath+"/deploy/update_config/monitor",schemaPath:"#/properties/deploy/properties/update_config/properties/monitor/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid48 = _errs271 === errors;
}
else {
var valid48 = true;
}
if(valid48){
if(data119.max_failure_ratio !== undefined){
let data124 = data119.max_failure_ratio;
const _errs273 = errors;
if((!((typeof data124 == "number") && (isFinite(data124)))) && (typeof data124 !== "string")){
validate22.errors = [{instancePath:instancePath+"/deploy/update_config/max_failure_ratio",schemaPath:"#/properties/deploy/properties/update_config/properties/max_failure_ratio/type",keyword:"type",params:{type: schema7.properties.deploy.properties.update_config.properties.max_failure_ratio.type}}];
return false;
}
var valid48 = _errs273 === errors;
}
else {
var valid48 = true;
}
if(valid48){
if(data119.order !== undefined){
let data125 = data119.order;
const _errs275 = errors;
if(typeof data125 !== "string"){
validate22.errors = [{instancePath:instancePath+"/deploy/update_config/order",schemaPath:"#/properties/deploy/properties/update_config/properties/order/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!((data125 === "start-first") || (data125 === "stop-first"))){
validate22.errors = [{instancePath:instancePath+"/deploy/update_config/order",schemaPath:"#/properties/deploy/properties/update_config/properties/order/enum",keyword:"enum",params:{allowedValues: schema7.properties.deploy.properties.update_config.properties.order.enum}}];
return false;
}
var valid48 = _errs275 === errors;
}
else {
var valid48 = true;
}
}
}
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/deploy/update_config",schemaPath:"#/properties/deploy/properties/update_config/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid45 = _errs262 === errors;
}
else {
var valid45 = true;
}
if(valid45){
if(data112.rollback_config !== undefined){
let data126 = data112.rollback_config;
const _errs277 = errors;
if(errors === _errs277){
if(data126 && typeof data126 == "object" && !Array.isArray(data126)){
const _errs279 = errors;
for(const key25 in data126){
if(!(((((((key25 === "parallelism") || (key25 === "delay")) || (key25 === "failure_action")) || (key25 === "monitor")) || (key25 === "max_failure_ratio")) || (key25 === "order")) || (pattern0.test(key25)))){
validate22.errors = [{instancePath:instancePath+"/deploy/rollback_config",schemaPath:"#/properties/deploy/properties/rollback_config/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key25}}];
return false;
break;
}
}
if(_errs279 === errors){
if(data126.parallelism !== undefined){
let data127 = data126.parallelism;
const _errs280 = errors;
if((!(((typeof data127 == "number") && (!(data127 % 1) && !isNaN(data127))) && (isFinite(data127)))) && (typeof data127 !== "string")){
validate22.errors = [{instancePath:instancePath+"/deploy/rollback_config/parallelism",schemaPath:"#/properties/deploy/properties/rollback_config/properties/parallelism/type",keyword:"type",params:{type: schema7.properties.deploy.properties.rollback_config.properties.parallelism.type}}];
return false;
}
var valid49 = _errs280 === errors;
}
else {
var valid49 = true;
}
if(valid49){
if(data126.delay !== undefined){
const _errs282 = errors;
if(typeof data126.delay !== "string"){
validate22.errors = [{instancePath:instancePath+"/deploy/rollback_config/delay",schemaPath:"#/properties/deploy/properties/rollback_config/properties/delay/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid49 = _errs282 === errors;
}
else {
var valid49 = true;
}
if(valid49){
if(data126.failure_action !== undefined){
const _errs284 = errors;
if(typeof data126.failure_action !== "string"){
validate22.errors = [{instancePath:instancePath+"/deploy/rollback_config/failure_action",schemaPath:"#/properties/deploy/properties/rollback_config/properties/failure_action/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid49 = _errs284 === errors;
}
else {
var valid49 = true;
}
if(valid49){
if(data126.monitor !== undefined){
const _errs286 = errors;
if(typeof data126.monitor !== "string"){
validate22.errors = [{instancePath:instancePath+"/deploy/rollback_config/monitor",schemaPath:"#/properties/deploy/properties/rollback_config/properties/monitor/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid49 = _errs286 === errors;
}
else {
var valid49 = true;
}
if(valid49){
if(data126.max_failure_ratio !== undefined){
let data131 = data126.max_failure_ratio;
const _errs288 = errors;
if((!((typeof data131 == "number") && (isFinite(data131)))) && (typeof data131 !== "string")){
validate22.errors = [{instancePath:instancePath+"/deploy/rollback_config/max_failure_ratio",schemaPath:"#/properties/deploy/properties/rollback_config/properties/max_failure_ratio/type",keyword:"type",params:{type: schema7.properties.deploy.properties.rollback_config.properties.max_failure_ratio.type}}];
return false;
}
var valid49 = _errs288 === errors;
}
else {
var valid49 = true;
}
if(valid49){
if(data126.order !== undefined){
let data132 = data126.order;
const _errs290 = errors;
if(typeof data132 !== "string"){
validate22.errors = [{instancePath:instancePath+"/deploy/rollback_config/order",schemaPath:"#/properties/deploy/properties/rollback_config/properties/order/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!((data132 === "start-first") || (data132 === "stop-first"))){
validate22.errors = [{instancePath:instancePath+"/deploy/rollback_config/order",schemaPath:"#/properties/deploy/properties/rollback_config/properties/order/enum",keyword:"enum",params:{allowedValues: schema7.properties.deploy.properties.rollback_config.properties.order.enum}}];
return false;
}
var valid49 = _errs290 === errors;
}
else {
var valid49 = true;
}
}
}
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/deploy/rollback_config",schemaPath:"#/properties/deploy/properties/rollback_config/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid45 = _errs277 === errors;
}
else {
var valid45 = true;
}
if(valid45){
if(data112.resources !== undefined){
let data133 = data112.resources;
const _errs292 = errors;
if(errors === _errs292){
if(data133 && typeof data133 == "object" && !Array.isArray(data133)){
const _errs294 = errors;
for(const key26 in data133){
if(!(((key26 === "limits") || (key26 === "reservations")) || (pattern0.test(key26)))){
validate22.errors = [{instancePath:instancePath+"/deploy/resources",schemaPath:"#/properties/deploy/properties/resources/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key26}}];
return false;
break;
}
}
if(_errs294 === errors){
if(data133.limits !== undefined){
let data134 = data133.limits;
const _errs295 = errors;
if(errors === _errs295){
if(data134 && typeof data134 == "object" && !Array.isArray(data134)){
const _errs297 = errors;
for(const key27 in data134){
if(!((((key27 === "cpus") || (key27 === "memory")) || (key27 === "pids")) || (pattern0.test(key27)))){
validate22.errors = [{instancePath:instancePath+"/deploy/resources/limits",schemaPath:"#/properties/deploy/properties/resources/properties/limits/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key27}}];
return false;
break;
}
}
if(_errs297 === errors){
if(data134.cpus !== undefined){
let data135 = data134.cpus;
const _errs298 = errors;
if((!((typeof data135 == "number") && (isFinite(data135)))) && (typeof data135 !== "string")){
validate22.errors = [{instancePath:instancePath+"/deploy/resources/limits/cpus",schemaPath:"#/properties/deploy/properties/resources/properties/limits/properties/cpus/type",keyword:"type",params:{type: schema7.properties.deploy.properties.resources.properties.limits.properties.cpus.type}}];
return false;
}
var valid51 = _errs298 === errors;
}
else {
var valid51 = true;
}
if(valid51){
if(data134.memory !== undefined){
const _errs300 = errors;
if(typeof data134.memory !== "string"){
validate22.errors = [{instancePath:instancePath+"/deploy/resources/limits/memory",schemaPath:"#/properties/deploy/properties/resources/properties/limits/properties/memory/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid51 = _errs300 === errors;
}
else {
var valid51 = true;
}
if(valid51){
if(data134.pids !== undefined){
let data137 = data134.pids;
const _errs302 = errors;
if((!(((typeof data137 == "number") && (!(data137 % 1) && !isNaN(data137))) && (isFinite(data137)))) && (typeof data137 !== "string")){
validate22.errors = [{instancePath:instancePath+"/deploy/resources/limits/pids",schemaPath:"#/properties/deploy/properties/resources/properties/limits/properties/pids/type",keyword:"type",params:{type: schema7.properties.deploy.properties.resources.properties.limits.properties.pids.type}}];
return false;
}
var valid51 = _errs302 === errors;
}
else {
var valid51 = true;
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/deploy/resources/limits",schemaPath:"#/properties/deploy/properties/resources/properties/limits/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid50 = _errs295 === errors;
}
else {
var valid50 = true;
}
if(valid50){
if(data133.reservations !== undefined){
let data138 = data133.reservations;
const _errs304 = errors;
if(errors === _errs304){
if(data138 && typeof data138 == "object" && !Array.isArray(data138)){
const _errs306 = errors;
for(const key28 in data138){
if(!(((((key28 === "cpus") || (key28 === "memory")) || (key28 === "generic_resources")) || (key28 === "devices")) || (pattern0.test(key28)))){
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key28}}];
return false;
break;
}
}
if(_errs306 === errors){
if(data138.cpus !== undefined){
let data139 = data138.cpus;
const _errs307 = errors;
if((!((typeof data139 == "number") && (isFinite(data139)))) && (typeof data139 !== "string")){
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations/cpus",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/cpus/type",keyword:"type",params:{type: schema7.properties.deploy.properties.resources.properties.reservations.properties.cpus.type}}];
return false;
}
var valid52 = _errs307 === errors;
}
else {
var valid52 = true;
}
if(valid52){
if(data138.memory !== undefined){
const _errs309 = errors;
if(typeof data138.memory !== "string"){
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations/memory",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/memory/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid52 = _errs309 === errors;
}
else {
var valid52 = true;
}
if(valid52){
if(data138.generic_resources !== undefined){
let data141 = data138.generic_resources;
const _errs311 = errors;
if(errors === _errs311){
if(Array.isArray(data141)){
var valid53 = true;
const len24 = data141.length;
for(let i24=0; i24<len24; i24++){
let data142 = data141[i24];
const _errs313 = errors;
if(errors === _errs313){
if(data142 && typeof data142 == "object" && !Array.isArray(data142)){
const _errs315 = errors;
for(const key29 in data142){
if(!((key29 === "discrete_resource_spec") || (pattern0.test(key29)))){
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations/generic_resources/" + i24,schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/generic_resources/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key29}}];
return false;
break;
}
}
if(_errs315 === errors){
if(data142.discrete_resource_spec !== undefined){
let data143 = data142.discrete_resource_spec;
const _errs316 = errors;
if(errors === _errs316){
if(data143 && typeof data143 == "object" && !Array.isArray(data143)){
const _errs318 = errors;
for(const key30 in data143){
if(!(((key30 === "kind") || (key30 === "value")) || (pattern0.test(key30)))){
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations/generic_resources/" + i24+"/discrete_resource_spec",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/generic_resources/items/properties/discrete_resource_spec/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key30}}];
return false;
break;
}
}
if(_errs318 === errors){
if(data143.kind !== undefined){
const _errs319 = errors;
if(typeof data143.kind !== "string"){
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations/generic_resources/" + i24+"/discrete_resource_spec/kind",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/generic_resources/items/properties/discrete_resource_spec/properties/kind/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid55 = _errs319 === errors;
}
else {
var valid55 = true;
}
if(valid55){
if(data143.value !== undefined){
let data145 = data143.value;
const _errs321 = errors;
if((!((typeof data145 == "number") && (isFinite(data145)))) && (typeof data145 !== "string")){
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations/generic_resources/" + i24+"/discrete_resource_spec/value",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/generic_resources/items/properties/discrete_resource_spec/properties/value/type",keyword:"type",params:{type: schema7.properties.deploy.properties.resources.properties.reservations.properties.generic_resources.items.properties.discrete_resource_spec.properties.value.type}}];
return false;
}
var valid55 = _errs321 === errors;
}
else {
var valid55 = true;
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations/generic_resources/" + i24+"/discrete_resource_spec",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/generic_resources/items/properties/discrete_resource_spec/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations/generic_resources/" + i24,schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/generic_resources/items/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid53 = _errs313 === errors;
if(!valid53){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations/generic_resources",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/generic_resources/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid52 = _errs311 === errors;
}
else {
var valid52 = true;
}
if(valid52){
if(data138.devices !== undefined){
let data146 = data138.devices;
const _errs323 = errors;
if(errors === _errs323){
if(Array.isArray(data146)){
var valid56 = true;
const len25 = data146.length;
for(let i25=0; i25<len25; i25++){
let data147 = data146[i25];
const _errs325 = errors;
if(errors === _errs325){
if(data147 && typeof data147 == "object" && !Array.isArray(data147)){
let missing2;
if((data147.capabilities === undefined) && (missing2 = "capabilities")){
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations/devices/" + i25,schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/required",keyword:"required",params:{missingProperty: missing2}}];
return false;
}
else {
const _errs327 = errors;
for(const key31 in data147){
if(!((((((key31 === "capabilities") || (key31 === "count")) || (key31 === "device_ids")) || (key31 === "driver")) || (key31 === "options")) || (pattern0.test(key31)))){
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations/devices/" + i25,schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key31}}];
return false;
break;
}
}
if(_errs327 === errors){
if(data147.capabilities !== undefined){
let data148 = data147.capabilities;
const _errs328 = errors;
if(errors === _errs328){
if(Array.isArray(data148)){
var valid58 = true;
const len26 = data148.length;
for(let i26=0; i26<len26; i26++){
const _errs330 = errors;
if(typeof data148[i26] !== "string"){
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations/devices/" + i25+"/capabilities/" + i26,schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/properties/capabilities/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid58 = _errs330 === errors;
if(!valid58){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations/devices/" + i25+"/capabilities",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/properties/capabilities/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid57 = _errs328 === errors;
}
else {
var valid57 = true;
}
if(valid57){
if(data147.count !== undefined){
let data150 = data147.count;
const _errs332 = errors;
if((!(((typeof data150 == "number") && (!(data150 % 1) && !isNaN(data150))) && (isFinite(data150)))) && (typeof data150 !== "string")){
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations/devices/" + i25+"/count",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/properties/count/type",keyword:"type",params:{type: schema7.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.count.type}}];
return false;
}
var valid57 = _errs332 === errors;
}
else {
var valid57 = true;
}
if(valid57){
if(data147.device_ids !== undefined){
let data151 = data147.device_ids;
const _errs334 = errors;
if(errors === _errs334){
if(Array.isArray(data151)){
var valid59 = true;
const len27 = data151.length;
for(let i27=0; i27<len27; i27++){
const _errs336 = errors;
if(typeof data151[i27] !== "string"){
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations/devices/" + i25+"/device_ids/" + i27,schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/properties/device_ids/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid59 = _errs336 === errors;
if(!valid59){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations/devices/" + i25+"/device_ids",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/properties/device_ids/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid57 = _errs334 === errors;
}
else {
var valid57 = true;
}
if(valid57){
if(data147.driver !== undefined){
const _errs338 = errors;
if(typeof data147.driver !== "string"){
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations/devices/" + i25+"/driver",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/properties/driver/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid57 = _errs338 === errors;
}
else {
var valid57 = true;
}
if(valid57){
if(data147.options !== undefined){
let data154 = data147.options;
const _errs340 = errors;
if(!data154 || typeof data154 != "object"){
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations/devices/" + i25+"/options",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/properties/options/type",keyword:"type",params:{type: schema7.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.options.type}}];
return false;
}
if(errors === _errs340){
if(Array.isArray(data154)){
var valid60 = true;
const len28 = data154.length;
for(let i28=0; i28<len28; i28++){
const _errs342 = errors;
if(typeof data154[i28] !== "string"){
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations/devices/" + i25+"/options/" + i28,schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/properties/options/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid60 = _errs342 === errors;
if(!valid60){
break;
}
}
}
if(errors === _errs340){
if(data154 && typeof data154 == "object" && !Array.isArray(data154)){
for(const key32 in data154){
let data156 = data154[key32];
const _errs345 = errors;
if((((typeof data156 !== "string") && (!((typeof data156 == "number") && (isFinite(data156))))) && (typeof data156 !== "boolean")) && (data156 !== null)){
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations/devices/" + i25+"/options/" + key32.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/properties/options/additionalProperties/type",keyword:"type",params:{type: schema7.properties.deploy.properties.resources.properties.reservations.properties.devices.items.properties.options.additionalProperties.type}}];
return false;
}
var valid61 = _errs345 === errors;
if(!valid61){
break;
}
}
}
}
}
var valid57 = _errs340 === errors;
}
else {
var valid57 = true;
}
}
}
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations/devices/" + i25,schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/items/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid56 = _errs325 === errors;
if(!valid56){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations/devices",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/properties/devices/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid52 = _errs323 === errors;
}
else {
var valid52 = true;
}
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/deploy/resources/reservations",schemaPath:"#/properties/deploy/properties/resources/properties/reservations/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid50 = _errs304 === errors;
}
else {
var valid50 = true;
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/deploy/resources",schemaPath:"#/properties/deploy/properties/resources/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid45 = _errs292 === errors;
}
else {
var valid45 = true;
}
if(valid45){
if(data112.restart_policy !== undefined){
let data157 = data112.restart_policy;
const _errs347 = errors;
if(errors === _errs347){
if(data157 && typeof data157 == "object" && !Array.isArray(data157)){
const _errs349 = errors;
for(const key33 in data157){
if(!(((((key33 === "condition") || (key33 === "delay")) || (key33 === "max_attempts")) || (key33 === "window")) || (pattern0.test(key33)))){
validate22.errors = [{instancePath:instancePath+"/deploy/restart_policy",schemaPath:"#/properties/deploy/properties/restart_policy/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key33}}];
return false;
break;
}
}
if(_errs349 === errors){
if(data157.condition !== undefined){
const _errs350 = errors;
if(typeof data157.condition !== "string"){
validate22.errors = [{instancePath:instancePath+"/deploy/restart_policy/condition",schemaPath:"#/properties/deploy/properties/restart_policy/properties/condition/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid62 = _errs350 === errors;
}
else {
var valid62 = true;
}
if(valid62){
if(data157.delay !== undefined){
const _errs352 = errors;
if(typeof data157.delay !== "string"){
validate22.errors = [{instancePath:instancePath+"/deploy/restart_policy/delay",schemaPath:"#/properties/deploy/properties/restart_policy/properties/delay/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid62 = _errs352 === errors;
}
else {
var valid62 = true;
}
if(valid62){
if(data157.max_attempts !== undefined){
let data160 = data157.max_attempts;
const _errs354 = errors;
if((!(((typeof data160 == "number") && (!(data160 % 1) && !isNaN(data160))) && (isFinite(data160)))) && (typeof data160 !== "string")){
validate22.errors = [{instancePath:instancePath+"/deploy/restart_policy/max_attempts",schemaPath:"#/properties/deploy/properties/restart_policy/properties/max_attempts/type",keyword:"type",params:{type: schema7.properties.deploy.properties.restart_policy.properties.max_attempts.type}}];
return false;
}
if(errors === _errs354){
if((typeof data160 == "number") && (isFinite(data160))){
if(data160 < 0 || isNaN(data160)){
validate22.errors = [{instancePath:instancePath+"/deploy/restart_policy/max_attempts",schemaPath:"#/properties/deploy/properties/restart_policy/properties/max_attempts/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
var valid62 = _errs354 === errors;
}
else {
var valid62 = true;
}
if(valid62){
if(data157.window !== undefined){
const _errs356 = errors;
if(typeof data157.window !== "string"){
validate22.errors = [{instancePath:instancePath+"/deploy/restart_policy/window",schemaPath:"#/properties/deploy/properties/restart_policy/properties/window/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid62 = _errs356 === errors;
}
else {
var valid62 = true;
}
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/deploy/restart_policy",schemaPath:"#/properties/deploy/properties/restart_policy/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid45 = _errs347 === errors;
}
else {
var valid45 = true;
}
if(valid45){
if(data112.placement !== undefined){
let data162 = data112.placement;
const _errs358 = errors;
if(errors === _errs358){
if(data162 && typeof data162 == "object" && !Array.isArray(data162)){
const _errs360 = errors;
for(const key34 in data162){
if(!((((key34 === "constraints") || (key34 === "preferences")) || (key34 === "max_replicas_per_node")) || (pattern0.test(key34)))){
validate22.errors = [{instancePath:instancePath+"/deploy/placement",schemaPath:"#/properties/deploy/properties/placement/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key34}}];
return false;
break;
}
}
if(_errs360 === errors){
if(data162.constraints !== undefined){
let data163 = data162.constraints;
const _errs361 = errors;
if(errors === _errs361){
if(Array.isArray(data163)){
var valid64 = true;
const len29 = data163.length;
for(let i29=0; i29<len29; i29++){
const _errs363 = errors;
if(typeof data163[i29] !== "string"){
validate22.errors = [{instancePath:instancePath+"/deploy/placement/constraints/" + i29,schemaPath:"#/properties/deploy/properties/placement/properties/constraints/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid64 = _errs363 === errors;
if(!valid64){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/deploy/placement/constraints",schemaPath:"#/properties/deploy/properties/placement/properties/constraints/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid63 = _errs361 === errors;
}
else {
var valid63 = true;
}
if(valid63){
if(data162.preferences !== undefined){
let data165 = data162.preferences;
const _errs365 = errors;
if(errors === _errs365){
if(Array.isArray(data165)){
var valid65 = true;
const len30 = data165.length;
for(let i30=0; i30<len30; i30++){
let data166 = data165[i30];
const _errs367 = errors;
if(errors === _errs367){
if(data166 && typeof data166 == "object" && !Array.isArray(data166)){
const _errs369 = errors;
for(const key35 in data166){
if(!((key35 === "spread") || (pattern0.test(key35)))){
validate22.errors = [{instancePath:instancePath+"/deploy/placement/preferences/" + i30,schemaPath:"#/properties/deploy/properties/placement/properties/preferences/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key35}}];
return false;
break;
}
}
if(_errs369 === errors){
if(data166.spread !== undefined){
if(typeof data166.spread !== "string"){
validate22.errors = [{instancePath:instancePath+"/deploy/placement/preferences/" + i30+"/spread",schemaPath:"#/properties/deploy/properties/placement/properties/preferences/items/properties/spread/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/deploy/placement/preferences/" + i30,schemaPath:"#/properties/deploy/properties/placement/properties/preferences/items/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid65 = _errs367 === errors;
if(!valid65){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/deploy/placement/preferences",schemaPath:"#/properties/deploy/properties/placement/properties/preferences/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid63 = _errs365 === errors;
}
else {
var valid63 = true;
}
if(valid63){
if(data162.max_replicas_per_node !== undefined){
let data168 = data162.max_replicas_per_node;
const _errs372 = errors;
if((!(((typeof data168 == "number") && (!(data168 % 1) && !isNaN(data168))) && (isFinite(data168)))) && (typeof data168 !== "string")){
validate22.errors = [{instancePath:instancePath+"/deploy/placement/max_replicas_per_node",schemaPath:"#/properties/deploy/properties/placement/properties/max_replicas_per_node/type",keyword:"type",params:{type: schema7.properties.deploy.properties.placement.properties.max_replicas_per_node.type}}];
return false;
}
var valid63 = _errs372 === errors;
}
else {
var valid63 = true;
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/deploy/placement",schemaPath:"#/properties/deploy/properties/placement/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid45 = _errs358 === errors;
}
else {
var valid45 = true;
}
}
}
}
}
}
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/deploy",schemaPath:"#/properties/deploy/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs246 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.develop !== undefined){
let data169 = data.develop;
const _errs374 = errors;
if((!(data169 && typeof data169 == "object" && !Array.isArray(data169))) && (data169 !== null)){
validate22.errors = [{instancePath:instancePath+"/develop",schemaPath:"#/properties/develop/type",keyword:"type",params:{type: schema7.properties.develop.type}}];
return false;
}
if(errors === _errs374){
if(data169 && typeof data169 == "object" && !Array.isArray(data169)){
const _errs376 = errors;
for(const key36 in data169){
if(!((key36 === "watch") || (pattern0.test(key36)))){
validate22.errors = [{instancePath:instancePath+"/develop",schemaPath:"#/properties/develop/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key36}}];
return false;
break;
}
}
if(_errs376 === errors){
if(data169.watch !== undefined){
let data170 = data169.watch;
const _errs377 = errors;
if(errors === _errs377){
if(Array.isArray(data170)){
var valid68 = true;
const len31 = data170.length;
for(let i31=0; i31<len31; i31++){
let data171 = data170[i31];
const _errs379 = errors;
if(errors === _errs379){
if(data171 && typeof data171 == "object" && !Array.isArray(data171)){
let missing3;
if(((data171.path === undefined) && (missing3 = "path")) || ((data171.action === undefined) && (missing3 = "action"))){
validate22.errors = [{instancePath:instancePath+"/develop/watch/" + i31,schemaPath:"#/properties/develop/properties/watch/items/required",keyword:"required",params:{missingProperty: missing3}}];
return false;
}
else {
const _errs381 = errors;
for(const key37 in data171){
if(!((((((((key37 === "path") || (key37 === "action")) || (key37 === "target")) || (key37 === "ignore")) || (key37 === "include")) || (key37 === "initial_sync")) || (key37 === "exec")) || (pattern0.test(key37)))){
validate22.errors = [{instancePath:instancePath+"/develop/watch/" + i31,schemaPath:"#/properties/develop/properties/watch/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key37}}];
return false;
break;
}
}
if(_errs381 === errors){
if(data171.path !== undefined){
const _errs382 = errors;
if(typeof data171.path !== "string"){
validate22.errors = [{instancePath:instancePath+"/develop/watch/" + i31+"/path",schemaPath:"#/properties/develop/properties/watch/items/properties/path/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid69 = _errs382 === errors;
}
else {
var valid69 = true;
}
if(valid69){
if(data171.action !== undefined){
let data173 = data171.action;
const _errs384 = errors;
if(typeof data173 !== "string"){
validate22.errors = [{instancePath:instancePath+"/develop/watch/" + i31+"/action",schemaPath:"#/properties/develop/properties/watch/items/properties/action/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!(((((data173 === "rebuild") || (data173 === "sync")) || (data173 === "restart")) || (data173 === "sync+restart")) || (data173 === "sync+exec"))){
validate22.errors = [{instancePath:instancePath+"/develop/watch/" + i31+"/action",schemaPath:"#/properties/develop/properties/watch/items/properties/action/enum",keyword:"enum",params:{allowedValues: schema7.properties.develop.properties.watch.items.properties.action.enum}}];
return false;
}
var valid69 = _errs384 === errors;
}
else {
var valid69 = true;
}
if(valid69){
if(data171.target !== undefined){
const _errs386 = errors;
if(typeof data171.target !== "string"){
validate22.errors = [{instancePath:instancePath+"/develop/watch/" + i31+"/target",schemaPath:"#/properties/develop/properties/watch/items/properties/target/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid69 = _errs386 === errors;
}
else {
var valid69 = true;
}
if(valid69){
if(data171.ignore !== undefined){
let data175 = data171.ignore;
const _errs388 = errors;
if((typeof data175 !== "string") && (!(Array.isArray(data175)))){
validate22.errors = [{instancePath:instancePath+"/develop/watch/" + i31+"/ignore",schemaPath:"#/properties/develop/properties/watch/items/properties/ignore/type",keyword:"type",params:{type: schema7.properties.develop.properties.watch.items.properties.ignore.type}}];
return false;
}
if(errors === _errs388){
if(Array.isArray(data175)){
var valid70 = true;
const len32 = data175.length;
for(let i32=0; i32<len32; i32++){
const _errs390 = errors;
if(typeof data175[i32] !== "string"){
validate22.errors = [{instancePath:instancePath+"/develop/watch/" + i31+"/ignore/" + i32,schemaPath:"#/properties/develop/properties/watch/items/properties/ignore/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid70 = _errs390 === errors;
if(!valid70){
break;
}
}
}
}
var valid69 = _errs388 === errors;
}
else {
var valid69 = true;
}
if(valid69){
if(data171.include !== undefined){
let data177 = data171.include;
const _errs392 = errors;
if((typeof data177 !== "string") && (!(Array.isArray(data177)))){
validate22.errors = [{instancePath:instancePath+"/develop/watch/" + i31+"/include",schemaPath:"#/properties/develop/properties/watch/items/properties/include/type",keyword:"type",params:{type: schema7.properties.develop.properties.watch.items.properties.include.type}}];
return false;
}
if(errors === _errs392){
if(Array.isArray(data177)){
var valid71 = true;
const len33 = data177.length;
for(let i33=0; i33<len33; i33++){
const _errs394 = errors;
if(typeof data177[i33] !== "string"){
validate22.errors = [{instancePath:instancePath+"/develop/watch/" + i31+"/include/" + i33,schemaPath:"#/properties/develop/properties/watch/items/properties/include/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid71 = _errs394 === errors;
if(!valid71){
break;
}
}
}
}
var valid69 = _errs392 === errors;
}
else {
var valid69 = true;
}
if(valid69){
if(data171.initial_sync !== undefined){
let data179 = data171.initial_sync;
const _errs396 = errors;
if((typeof data179 !== "boolean") && (typeof data179 !== "string")){
validate22.errors = [{instancePath:instancePath+"/develop/watch/" + i31+"/initial_sync",schemaPath:"#/properties/develop/properties/watch/items/properties/initial_sync/type",keyword:"type",params:{type: schema7.properties.develop.properties.watch.items.properties.initial_sync.type}}];
return false;
}
var valid69 = _errs396 === errors;
}
else {
var valid69 = true;
}
if(valid69){
if(data171.exec !== undefined){
let data180 = data171.exec;
const _errs398 = errors;
if(errors === _errs398){
if(data180 && typeof data180 == "object" && !Array.isArray(data180)){
let missing4;
if((data180.command === undefined) && (missing4 = "command")){
validate22.errors = [{instancePath:instancePath+"/develop/watch/" + i31+"/exec",schemaPath:"#/properties/develop/properties/watch/items/properties/exec/required",keyword:"required",params:{missingProperty: missing4}}];
return false;
}
else {
const _errs400 = errors;
for(const key38 in data180){
if(!((((((key38 === "command") || (key38 === "user")) || (key38 === "privileged")) || (key38 === "working_dir")) || (key38 === "environment")) || (pattern0.test(key38)))){
validate22.errors = [{instancePath:instancePath+"/develop/watch/" + i31+"/exec",schemaPath:"#/properties/develop/properties/watch/items/properties/exec/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key38}}];
return false;
break;
}
}
if(_errs400 === errors){
if(data180.command !== undefined){
const _errs401 = errors;
if(!(validate23(data180.command, {instancePath:instancePath+"/develop/watch/" + i31+"/exec/command",parentData:data180,parentDataProperty:"command",rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
var valid72 = _errs401 === errors;
}
else {
var valid72 = true;
}
if(valid72){
if(data180.user !== undefined){
const _errs402 = errors;
if(typeof data180.user !== "string"){
validate22.errors = [{instancePath:instancePath+"/develop/watch/" + i31+"/exec/user",schemaPath:"#/properties/develop/properties/watch/items/properties/exec/properties/user/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid72 = _errs402 === errors;
}
else {
var valid72 = true;
}
if(valid72){
if(data180.privileged !== undefined){
let data183 = data180.privileged;
const _errs404 = errors;
if((typeof data183 !== "boolean") && (typeof data183 !== "string")){
validate22.errors = [{instancePath:instancePath+"/develop/watch/" + i31+"/exec/privileged",schemaPath:"#/properties/develop/properties/watch/items/properties/exec/properties/privileged/type",keyword:"type",params:{type: schema7.properties.develop.properties.watch.items.properties.exec.properties.privileged.type}}];
return false;
}
var valid72 = _errs404 === errors;
}
else {
var valid72 = true;
}
if(valid72){
if(data180.working_dir !== undefined){
const _errs406 = errors;
if(typeof data180.working_dir !== "string"){
validate22.errors = [{instancePath:instancePath+"/develop/watch/" + i31+"/exec/working_dir",schemaPath:"#/properties/develop/properties/watch/items/properties/exec/properties/working_dir/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid72 = _errs406 === errors;
}
else {
var valid72 = true;
}
if(valid72){
if(data180.environment !== undefined){
let data185 = data180.environment;
const _errs408 = errors;
if(!data185 || typeof data185 != "object"){
validate22.errors = [{instancePath:instancePath+"/develop/watch/" + i31+"/exec/environment",schemaPath:"#/properties/develop/properties/watch/items/properties/exec/properties/environment/type",keyword:"type",params:{type: schema7.properties.develop.properties.watch.items.properties.exec.properties.environment.type}}];
return false;
}
if(errors === _errs408){
if(Array.isArray(data185)){
var valid73 = true;
const len34 = data185.length;
for(let i34=0; i34<len34; i34++){
const _errs410 = errors;
if(typeof data185[i34] !== "string"){
validate22.errors = [{instancePath:instancePath+"/develop/watch/" + i31+"/exec/environment/" + i34,schemaPath:"#/properties/develop/properties/watch/items/properties/exec/properties/environment/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid73 = _errs410 === errors;
if(!valid73){
break;
}
}
}
if(errors === _errs408){
if(data185 && typeof data185 == "object" && !Array.isArray(data185)){
for(const key39 in data185){
let data187 = data185[key39];
const _errs413 = errors;
if((((typeof data187 !== "string") && (!((typeof data187 == "number") && (isFinite(data187))))) && (typeof data187 !== "boolean")) && (data187 !== null)){
validate22.errors = [{instancePath:instancePath+"/develop/watch/" + i31+"/exec/environment/" + key39.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/develop/properties/watch/items/properties/exec/properties/environment/additionalProperties/type",keyword:"type",params:{type: schema7.properties.develop.properties.watch.items.properties.exec.properties.environment.additionalProperties.type}}];
return false;
}
var valid74 = _errs413 === errors;
if(!valid74){
break;
}
}
}
}
}
var valid72 = _errs408 === errors;
}
else {
var valid72 = true;
}
}
}
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/develop/watch/" + i31+"/exec",schemaPath:"#/properties/develop/properties/watch/items/properties/exec/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid69 = _errs398 === errors;
}
else {
var valid69 = true;
}
}
}
}
}
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/develop/watch/" + i31,schemaPath:"#/properties/develop/properties/watch/items/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid68 = _errs379 === errors;
if(!valid68){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/develop/watch",schemaPath:"#/properties/develop/properties/watch/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
}
}
}
}
var valid0 = _errs374 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.device_cgroup_rules !== undefined){
let data188 = data.device_cgroup_rules;
const _errs415 = errors;
if(errors === _errs415){
if(Array.isArray(data188)){
var valid75 = true;
const len35 = data188.length;
for(let i35=0; i35<len35; i35++){
const _errs417 = errors;
if(typeof data188[i35] !== "string"){
validate22.errors = [{instancePath:instancePath+"/device_cgroup_rules/" + i35,schemaPath:"#/properties/device_cgroup_rules/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid75 = _errs417 === errors;
if(!valid75){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/device_cgroup_rules",schemaPath:"#/properties/device_cgroup_rules/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs415 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.devices !== undefined){
let data190 = data.devices;
const _errs419 = errors;
if(errors === _errs419){
if(Array.isArray(data190)){
var valid76 = true;
const len36 = data190.length;
for(let i36=0; i36<len36; i36++){
let data191 = data190[i36];
const _errs421 = errors;
if((typeof data191 !== "string") && (!(data191 && typeof data191 == "object" && !Array.isArray(data191)))){
validate22.errors = [{instancePath:instancePath+"/devices/" + i36,schemaPath:"#/properties/devices/items/type",keyword:"type",params:{type: schema7.properties.devices.items.type}}];
return false;
}
if(errors === _errs421){
if(data191 && typeof data191 == "object" && !Array.isArray(data191)){
let missing5;
if((data191.source === undefined) && (missing5 = "source")){
validate22.errors = [{instancePath:instancePath+"/devices/" + i36,schemaPath:"#/properties/devices/items/required",keyword:"required",params:{missingProperty: missing5}}];
return false;
}
else {
const _errs423 = errors;
for(const key40 in data191){
if(!((((key40 === "source") || (key40 === "target")) || (key40 === "permissions")) || (pattern0.test(key40)))){
validate22.errors = [{instancePath:instancePath+"/devices/" + i36,schemaPath:"#/properties/devices/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key40}}];
return false;
break;
}
}
if(_errs423 === errors){
if(data191.source !== undefined){
const _errs424 = errors;
if(typeof data191.source !== "string"){
validate22.errors = [{instancePath:instancePath+"/devices/" + i36+"/source",schemaPath:"#/properties/devices/items/properties/source/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid77 = _errs424 === errors;
}
else {
var valid77 = true;
}
if(valid77){
if(data191.target !== undefined){
const _errs426 = errors;
if(typeof data191.target !== "string"){
validate22.errors = [{instancePath:instancePath+"/devices/" + i36+"/target",schemaPath:"#/properties/devices/items/properties/target/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid77 = _errs426 === errors;
}
else {
var valid77 = true;
}
if(valid77){
if(data191.permissions !== undefined){
const _errs428 = errors;
if(typeof data191.permissions !== "string"){
validate22.errors = [{instancePath:instancePath+"/devices/" + i36+"/permissions",schemaPath:"#/properties/devices/items/properties/permissions/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid77 = _errs428 === errors;
}
else {
var valid77 = true;
}
}
}
}
}
}
}
var valid76 = _errs421 === errors;
if(!valid76){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/devices",schemaPath:"#/properties/devices/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs419 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.dns !== undefined){
let data195 = data.dns;
const _errs430 = errors;
if((typeof data195 !== "string") && (!(Array.isArray(data195)))){
validate22.errors = [{instancePath:instancePath+"/dns",schemaPath:"#/properties/dns/type",keyword:"type",params:{type: schema7.properties.dns.type}}];
return false;
}
if(errors === _errs430){
if(Array.isArray(data195)){
var valid78 = true;
const len37 = data195.length;
for(let i37=0; i37<len37; i37++){
const _errs432 = errors;
if(typeof data195[i37] !== "string"){
validate22.errors = [{instancePath:instancePath+"/dns/" + i37,schemaPath:"#/properties/dns/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid78 = _errs432 === errors;
if(!valid78){
break;
}
}
}
}
var valid0 = _errs430 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.dns_opt !== undefined){
let data197 = data.dns_opt;
const _errs434 = errors;
if(errors === _errs434){
if(Array.isArray(data197)){
var valid79 = true;
const len38 = data197.length;
for(let i38=0; i38<len38; i38++){
const _errs436 = errors;
if(typeof data197[i38] !== "string"){
validate22.errors = [{instancePath:instancePath+"/dns_opt/" + i38,schemaPath:"#/properties/dns_opt/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid79 = _errs436 === errors;
if(!valid79){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/dns_opt",schemaPath:"#/properties/dns_opt/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs434 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.dns_search !== undefined){
let data199 = data.dns_search;
const _errs438 = errors;
if((typeof data199 !== "string") && (!(Array.isArray(data199)))){
validate22.errors = [{instancePath:instancePath+"/dns_search",schemaPath:"#/properties/dns_search/type",keyword:"type",params:{type: schema7.properties.dns_search.type}}];
return false;
}
if(errors === _errs438){
if(Array.isArray(data199)){
var valid80 = true;
const len39 = data199.length;
for(let i39=0; i39<len39; i39++){
const _errs440 = errors;
if(typeof data199[i39] !== "string"){
validate22.errors = [{instancePath:instancePath+"/dns_search/" + i39,schemaPath:"#/properties/dns_search/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid80 = _errs440 === errors;
if(!valid80){
break;
}
}
}
}
var valid0 = _errs438 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.domainname !== undefined){
const _errs442 = errors;
if(typeof data.domainname !== "string"){
validate22.errors = [{instancePath:instancePath+"/domainname",schemaPath:"#/properties/domainname/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs442 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.entrypoint !== undefined){
const _errs444 = errors;
if(!(validate23(data.entrypoint, {instancePath:instancePath+"/entrypoint",parentData:data,parentDataProperty:"entrypoint",rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
var valid0 = _errs444 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.env_file !== undefined){
let data203 = data.env_file;
const _errs445 = errors;
if((typeof data203 !== "string") && (!(Array.isArray(data203)))){
validate22.errors = [{instancePath:instancePath+"/env_file",schemaPath:"#/properties/env_file/type",keyword:"type",params:{type: schema7.properties.env_file.type}}];
return false;
}
if(errors === _errs445){
if(Array.isArray(data203)){
var valid81 = true;
const len40 = data203.length;
for(let i40=0; i40<len40; i40++){
let data204 = data203[i40];
const _errs447 = errors;
if((typeof data204 !== "string") && (!(data204 && typeof data204 == "object" && !Array.isArray(data204)))){
validate22.errors = [{instancePath:instancePath+"/env_file/" + i40,schemaPath:"#/properties/env_file/items/type",keyword:"type",params:{type: schema7.properties.env_file.items.type}}];
return false;
}
if(errors === _errs447){
if(data204 && typeof data204 == "object" && !Array.isArray(data204)){
let missing6;
if((data204.path === undefined) && (missing6 = "path")){
validate22.errors = [{instancePath:instancePath+"/env_file/" + i40,schemaPath:"#/properties/env_file/items/required",keyword:"required",params:{missingProperty: missing6}}];
return false;
}
else {
const _errs449 = errors;
for(const key41 in data204){
if(!((((key41 === "path") || (key41 === "format")) || (key41 === "required")) || (pattern0.test(key41)))){
validate22.errors = [{instancePath:instancePath+"/env_file/" + i40,schemaPath:"#/properties/env_file/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key41}}];
return false;
break;
}
}
if(_errs449 === errors){
if(data204.path !== undefined){
const _errs450 = errors;
if(typeof data204.path !== "string"){
validate22.errors = [{instancePath:instancePath+"/env_file/" + i40+"/path",schemaPath:"#/properties/env_file/items/properties/path/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid82 = _errs450 === errors;
}
else {
var valid82 = true;
}
if(valid82){
if(data204.format !== undefined){
const _errs452 = errors;
if(typeof data204.format !== "string"){
validate22.errors = [{instancePath:instancePath+"/env_file/" + i40+"/format",schemaPath:"#/properties/env_file/items/properties/format/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid82 = _errs452 === errors;
}
else {
var valid82 = true;
}
if(valid82){
if(data204.required !== undefined){
let data207 = data204.required;
const _errs454 = errors;
if((typeof data207 !== "boolean") && (typeof data207 !== "string")){
validate22.errors = [{instancePath:instancePath+"/env_file/" + i40+"/required",schemaPath:"#/properties/env_file/items/properties/required/type",keyword:"type",params:{type: schema7.properties.env_file.items.properties.required.type}}];
return false;
}
var valid82 = _errs454 === errors;
}
else {
var valid82 = true;
}
}
}
}
}
}
}
var valid81 = _errs447 === errors;
if(!valid81){
break;
}
}
}
}
var valid0 = _errs445 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.environment !== undefined){
let data208 = data.environment;
const _errs456 = errors;
if(!data208 || typeof data208 != "object"){
validate22.errors = [{instancePath:instancePath+"/environment",schemaPath:"#/properties/environment/type",keyword:"type",params:{type: schema7.properties.environment.type}}];
return false;
}
if(errors === _errs456){
if(Array.isArray(data208)){
var valid83 = true;
const len41 = data208.length;
for(let i41=0; i41<len41; i41++){
const _errs458 = errors;
if(typeof data208[i41] !== "string"){
validate22.errors = [{instancePath:instancePath+"/environment/" + i41,schemaPath:"#/properties/environment/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid83 = _errs458 === errors;
if(!valid83){
break;
}
}
}
if(errors === _errs456){
if(data208 && typeof data208 == "object" && !Array.isArray(data208)){
for(const key42 in data208){
let data210 = data208[key42];
const _errs461 = errors;
if((((typeof data210 !== "string") && (!((typeof data210 == "number") && (isFinite(data210))))) && (typeof data210 !== "boolean")) && (data210 !== null)){
validate22.errors = [{instancePath:instancePath+"/environment/" + key42.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/environment/additionalProperties/type",keyword:"type",params:{type: schema7.properties.environment.additionalProperties.type}}];
return false;
}
var valid84 = _errs461 === errors;
if(!valid84){
break;
}
}
}
}
}
var valid0 = _errs456 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.expose !== undefined){
let data211 = data.expose;
const _errs463 = errors;
if(errors === _errs463){
if(Array.isArray(data211)){
var valid85 = true;
const len42 = data211.length;
for(let i42=0; i42<len42; i42++){
let data212 = data211[i42];
const _errs465 = errors;
if((typeof data212 !== "string") && (!((typeof data212 == "number") && (isFinite(data212))))){
validate22.errors = [{instancePath:instancePath+"/expose/" + i42,schemaPath:"#/properties/expose/items/type",keyword:"type",params:{type: schema7.properties.expose.items.type}}];
return false;
}
var valid85 = _errs465 === errors;
if(!valid85){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/expose",schemaPath:"#/properties/expose/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs463 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.extends !== undefined){
let data213 = data.extends;
const _errs467 = errors;
if((typeof data213 !== "string") && (!(data213 && typeof data213 == "object" && !Array.isArray(data213)))){
validate22.errors = [{instancePath:instancePath+"/extends",schemaPath:"#/properties/extends/type",keyword:"type",params:{type: schema7.properties.extends.type}}];
return false;
}
if(errors === _errs467){
if(data213 && typeof data213 == "object" && !Array.isArray(data213)){
let missing7;
if((data213.service === undefined) && (missing7 = "service")){
validate22.errors = [{instancePath:instancePath+"/extends",schemaPath:"#/properties/extends/required",keyword:"required",params:{missingProperty: missing7}}];
return false;
}
else {
const _errs469 = errors;
for(const key43 in data213){
if(!((key43 === "service") || (key43 === "file"))){
validate22.errors = [{instancePath:instancePath+"/extends",schemaPath:"#/properties/extends/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key43}}];
return false;
break;
}
}
if(_errs469 === errors){
if(data213.service !== undefined){
const _errs470 = errors;
if(typeof data213.service !== "string"){
validate22.errors = [{instancePath:instancePath+"/extends/service",schemaPath:"#/properties/extends/properties/service/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid86 = _errs470 === errors;
}
else {
var valid86 = true;
}
if(valid86){
if(data213.file !== undefined){
const _errs472 = errors;
if(typeof data213.file !== "string"){
validate22.errors = [{instancePath:instancePath+"/extends/file",schemaPath:"#/properties/extends/properties/file/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid86 = _errs472 === errors;
}
else {
var valid86 = true;
}
}
}
}
}
}
var valid0 = _errs467 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.external_links !== undefined){
let data216 = data.external_links;
const _errs474 = errors;
if(errors === _errs474){
if(Array.isArray(data216)){
var valid87 = true;
const len43 = data216.length;
for(let i43=0; i43<len43; i43++){
const _errs476 = errors;
if(typeof data216[i43] !== "string"){
validate22.errors = [{instancePath:instancePath+"/external_links/" + i43,schemaPath:"#/properties/external_links/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid87 = _errs476 === errors;
if(!valid87){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/external_links",schemaPath:"#/properties/external_links/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs474 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.extra_hosts !== undefined){
let data218 = data.extra_hosts;
const _errs478 = errors;
if(!data218 || typeof data218 != "object"){
validate22.errors = [{instancePath:instancePath+"/extra_hosts",schemaPath:"#/properties/extra_hosts/type",keyword:"type",params:{type: schema7.properties.extra_hosts.type}}];
return false;
}
if(errors === _errs478){
if(Array.isArray(data218)){
var valid88 = true;
const len44 = data218.length;
for(let i44=0; i44<len44; i44++){
const _errs480 = errors;
if(typeof data218[i44] !== "string"){
validate22.errors = [{instancePath:instancePath+"/extra_hosts/" + i44,schemaPath:"#/properties/extra_hosts/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid88 = _errs480 === errors;
if(!valid88){
break;
}
}
}
if(errors === _errs478){
if(data218 && typeof data218 == "object" && !Array.isArray(data218)){
for(const key44 in data218){
let data220 = data218[key44];
const _errs483 = errors;
if((typeof data220 !== "string") && (!(Array.isArray(data220)))){
validate22.errors = [{instancePath:instancePath+"/extra_hosts/" + key44.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/extra_hosts/additionalProperties/type",keyword:"type",params:{type: schema7.properties.extra_hosts.additionalProperties.type}}];
return false;
}
if(errors === _errs483){
if(Array.isArray(data220)){
var valid90 = true;
const len45 = data220.length;
for(let i45=0; i45<len45; i45++){
const _errs485 = errors;
if(typeof data220[i45] !== "string"){
validate22.errors = [{instancePath:instancePath+"/extra_hosts/" + key44.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i45,schemaPath:"#/properties/extra_hosts/additionalProperties/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid90 = _errs485 === errors;
if(!valid90){
break;
}
}
}
}
var valid89 = _errs483 === errors;
if(!valid89){
break;
}
}
}
}
}
var valid0 = _errs478 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.gpus !== undefined){
let data222 = data.gpus;
const _errs487 = errors;
if((typeof data222 !== "string") && (!(Array.isArray(data222)))){
validate22.errors = [{instancePath:instancePath+"/gpus",schemaPath:"#/properties/gpus/type",keyword:"type",params:{type: schema7.properties.gpus.type}}];
return false;
}
if(errors === _errs487){
if(Array.isArray(data222)){
var valid91 = true;
const len46 = data222.length;
for(let i46=0; i46<len46; i46++){
let data223 = data222[i46];
const _errs489 = errors;
if(errors === _errs489){
if(data223 && typeof data223 == "object" && !Array.isArray(data223)){
const _errs491 = errors;
for(const key45 in data223){
if(!((((((key45 === "capabilities") || (key45 === "count")) || (key45 === "device_ids")) || (key45 === "driver")) || (key45 === "options")) || (pattern0.test(key45)))){
validate22.errors = [{instancePath:instancePath+"/gpus/" + i46,schemaPath:"#/properties/gpus/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key45}}];
return false;
break;
}
}
if(_errs491 === errors){
if(data223.capabilities !== undefined){
let data224 = data223.capabilities;
const _errs492 = errors;
if(errors === _errs492){
if(Array.isArray(data224)){
var valid93 = true;
const len47 = data224.length;
for(let i47=0; i47<len47; i47++){
const _errs494 = errors;
if(typeof data224[i47] !== "string"){
validate22.errors = [{instancePath:instancePath+"/gpus/" + i46+"/capabilities/" + i47,schemaPath:"#/properties/gpus/items/properties/capabilities/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid93 = _errs494 === errors;
if(!valid93){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/gpus/" + i46+"/capabilities",schemaPath:"#/properties/gpus/items/properties/capabilities/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid92 = _errs492 === errors;
}
else {
var valid92 = true;
}
if(valid92){
if(data223.count !== undefined){
let data226 = data223.count;
const _errs496 = errors;
if((!(((typeof data226 == "number") && (!(data226 % 1) && !isNaN(data226))) && (isFinite(data226)))) && (typeof data226 !== "string")){
validate22.errors = [{instancePath:instancePath+"/gpus/" + i46+"/count",schemaPath:"#/properties/gpus/items/properties/count/type",keyword:"type",params:{type: schema7.properties.gpus.items.properties.count.type}}];
return false;
}
var valid92 = _errs496 === errors;
}
else {
var valid92 = true;
}
if(valid92){
if(data223.device_ids !== undefined){
let data227 = data223.device_ids;
const _errs498 = errors;
if(errors === _errs498){
if(Array.isArray(data227)){
var valid94 = true;
const len48 = data227.length;
for(let i48=0; i48<len48; i48++){
const _errs500 = errors;
if(typeof data227[i48] !== "string"){
validate22.errors = [{instancePath:instancePath+"/gpus/" + i46+"/device_ids/" + i48,schemaPath:"#/properties/gpus/items/properties/device_ids/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid94 = _errs500 === errors;
if(!valid94){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/gpus/" + i46+"/device_ids",schemaPath:"#/properties/gpus/items/properties/device_ids/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid92 = _errs498 === errors;
}
else {
var valid92 = true;
}
if(valid92){
if(data223.driver !== undefined){
const _errs502 = errors;
if(typeof data223.driver !== "string"){
validate22.errors = [{instancePath:instancePath+"/gpus/" + i46+"/driver",schemaPath:"#/properties/gpus/items/properties/driver/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid92 = _errs502 === errors;
}
else {
var valid92 = true;
}
if(valid92){
if(data223.options !== undefined){
let data230 = data223.options;
const _errs504 = errors;
if(!data230 || typeof data230 != "object"){
validate22.errors = [{instancePath:instancePath+"/gpus/" + i46+"/options",schemaPath:"#/properties/gpus/items/properties/options/type",keyword:"type",params:{type: schema7.properties.gpus.items.properties.options.type}}];
return false;
}
if(errors === _errs504){
if(Array.isArray(data230)){
var valid95 = true;
const len49 = data230.length;
for(let i49=0; i49<len49; i49++){
const _errs506 = errors;
if(typeof data230[i49] !== "string"){
validate22.errors = [{instancePath:instancePath+"/gpus/" + i46+"/options/" + i49,schemaPath:"#/properties/gpus/items/properties/options/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid95 = _errs506 === errors;
if(!valid95){
break;
}
}
}
if(errors === _errs504){
if(data230 && typeof data230 == "object" && !Array.isArray(data230)){
for(const key46 in data230){
let data232 = data230[key46];
const _errs509 = errors;
if((((typeof data232 !== "string") && (!((typeof data232 == "number") && (isFinite(data232))))) && (typeof data232 !== "boolean")) && (data232 !== null)){
validate22.errors = [{instancePath:instancePath+"/gpus/" + i46+"/options/" + key46.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/gpus/items/properties/options/additionalProperties/type",keyword:"type",params:{type: schema7.properties.gpus.items.properties.options.additionalProperties.type}}];
return false;
}
var valid96 = _errs509 === errors;
if(!valid96){
break;
}
}
}
}
}
var valid92 = _errs504 === errors;
}
else {
var valid92 = true;
}
}
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/gpus/" + i46,schemaPath:"#/properties/gpus/items/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid91 = _errs489 === errors;
if(!valid91){
break;
}
}
}
}
var valid0 = _errs487 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.group_add !== undefined){
let data233 = data.group_add;
const _errs511 = errors;
if(errors === _errs511){
if(Array.isArray(data233)){
var valid97 = true;
const len50 = data233.length;
for(let i50=0; i50<len50; i50++){
let data234 = data233[i50];
const _errs513 = errors;
if((typeof data234 !== "string") && (!((typeof data234 == "number") && (isFinite(data234))))){
validate22.errors = [{instancePath:instancePath+"/group_add/" + i50,schemaPath:"#/properties/group_add/items/type",keyword:"type",params:{type: schema7.properties.group_add.items.type}}];
return false;
}
var valid97 = _errs513 === errors;
if(!valid97){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/group_add",schemaPath:"#/properties/group_add/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs511 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.healthcheck !== undefined){
let data235 = data.healthcheck;
const _errs515 = errors;
if(errors === _errs515){
if(data235 && typeof data235 == "object" && !Array.isArray(data235)){
const _errs517 = errors;
for(const key47 in data235){
if(!((((((((key47 === "disable") || (key47 === "test")) || (key47 === "interval")) || (key47 === "timeout")) || (key47 === "retries")) || (key47 === "start_period")) || (key47 === "start_interval")) || (pattern0.test(key47)))){
validate22.errors = [{instancePath:instancePath+"/healthcheck",schemaPath:"#/properties/healthcheck/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key47}}];
return false;
break;
}
}
if(_errs517 === errors){
if(data235.disable !== undefined){
let data236 = data235.disable;
const _errs518 = errors;
if((typeof data236 !== "boolean") && (typeof data236 !== "string")){
validate22.errors = [{instancePath:instancePath+"/healthcheck/disable",schemaPath:"#/properties/healthcheck/properties/disable/type",keyword:"type",params:{type: schema7.properties.healthcheck.properties.disable.type}}];
return false;
}
var valid98 = _errs518 === errors;
}
else {
var valid98 = true;
}
if(valid98){
if(data235.test !== undefined){
let data237 = data235.test;
const _errs520 = errors;
if((typeof data237 !== "string") && (!(Array.isArray(data237)))){
validate22.errors = [{instancePath:instancePath+"/healthcheck/test",schemaPath:"#/properties/healthcheck/properties/test/type",keyword:"type",params:{type: schema7.properties.healthcheck.properties.test.type}}];
return false;
}
if(errors === _errs520){
if(Array.isArray(data237)){
var valid99 = true;
const len51 = data237.length;
for(let i51=0; i51<len51; i51++){
const _errs522 = errors;
if(typeof data237[i51] !== "string"){
validate22.errors = [{instancePath:instancePath+"/healthcheck/test/" + i51,schemaPath:"#/properties/healthcheck/properties/test/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid99 = _errs522 === errors;
if(!valid99){
break;
}
}
}
}
var valid98 = _errs520 === errors;
}
else {
var valid98 = true;
}
if(valid98){
if(data235.interval !== undefined){
const _errs524 = errors;
if(typeof data235.interval !== "string"){
validate22.errors = [{instancePath:instancePath+"/healthcheck/interval",schemaPath:"#/properties/healthcheck/properties/interval/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid98 = _errs524 === errors;
}
else {
var valid98 = true;
}
if(valid98){
if(data235.timeout !== undefined){
const _errs526 = errors;
if(typeof data235.timeout !== "string"){
validate22.errors = [{instancePath:instancePath+"/healthcheck/timeout",schemaPath:"#/properties/healthcheck/properties/timeout/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid98 = _errs526 === errors;
}
else {
var valid98 = true;
}
if(valid98){
if(data235.retries !== undefined){
let data241 = data235.retries;
const _errs528 = errors;
if((!((typeof data241 == "number") && (isFinite(data241)))) && (typeof data241 !== "string")){
validate22.errors = [{instancePath:instancePath+"/healthcheck/retries",schemaPath:"#/properties/healthcheck/properties/retries/type",keyword:"type",params:{type: schema7.properties.healthcheck.properties.retries.type}}];
return false;
}
var valid98 = _errs528 === errors;
}
else {
var valid98 = true;
}
if(valid98){
if(data235.start_period !== undefined){
const _errs530 = errors;
if(typeof data235.start_period !== "string"){
validate22.errors = [{instancePath:instancePath+"/healthcheck/start_period",schemaPath:"#/properties/healthcheck/properties/start_period/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid98 = _errs530 === errors;
}
else {
var valid98 = true;
}
if(valid98){
if(data235.start_interval !== undefined){
const _errs532 = errors;
if(typeof data235.start_interval !== "string"){
validate22.errors = [{instancePath:instancePath+"/healthcheck/start_interval",schemaPath:"#/properties/healthcheck/properties/start_interval/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid98 = _errs532 === errors;
}
else {
var valid98 = true;
}
}
}
}
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/healthcheck",schemaPath:"#/properties/healthcheck/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs515 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.hostname !== undefined){
const _errs534 = errors;
if(typeof data.hostname !== "string"){
validate22.errors = [{instancePath:instancePath+"/hostname",schemaPath:"#/properties/hostname/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs534 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.image !== undefined){
const _errs536 = errors;
if(typeof data.image !== "string"){
validate22.errors = [{instancePath:instancePath+"/image",schemaPath:"#/properties/image/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs536 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.init !== undefined){
let data246 = data.init;
const _errs538 = errors;
if((typeof data246 !== "boolean") && (typeof data246 !== "string")){
validate22.errors = [{instancePath:instancePath+"/init",schemaPath:"#/properties/init/type",keyword:"type",params:{type: schema7.properties.init.type}}];
return false;
}
var valid0 = _errs538 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ipc !== undefined){
const _errs540 = errors;
if(typeof data.ipc !== "string"){
validate22.errors = [{instancePath:instancePath+"/ipc",schemaPath:"#/properties/ipc/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs540 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.isolation !== undefined){
const _errs542 = errors;
if(typeof data.isolation !== "string"){
validate22.errors = [{instancePath:instancePath+"/isolation",schemaPath:"#/properties/isolation/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs542 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.label_file !== undefined){
let data249 = data.label_file;
const _errs544 = errors;
if((typeof data249 !== "string") && (!(Array.isArray(data249)))){
validate22.errors = [{instancePath:instancePath+"/label_file",schemaPath:"#/properties/label_file/type",keyword:"type",params:{type: schema7.properties.label_file.type}}];
return false;
}
if(errors === _errs544){
if(Array.isArray(data249)){
var valid100 = true;
const len52 = data249.length;
for(let i52=0; i52<len52; i52++){
const _errs546 = errors;
if(typeof data249[i52] !== "string"){
validate22.errors = [{instancePath:instancePath+"/label_file/" + i52,schemaPath:"#/properties/label_file/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid100 = _errs546 === errors;
if(!valid100){
break;
}
}
}
}
var valid0 = _errs544 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.labels !== undefined){
let data251 = data.labels;
const _errs548 = errors;
if(!data251 || typeof data251 != "object"){
validate22.errors = [{instancePath:instancePath+"/labels",schemaPath:"#/properties/labels/type",keyword:"type",params:{type: schema7.properties.labels.type}}];
return false;
}
if(errors === _errs548){
if(Array.isArray(data251)){
var valid101 = true;
const len53 = data251.length;
for(let i53=0; i53<len53; i53++){
const _errs550 = errors;
if(typeof data251[i53] !== "string"){
validate22.errors = [{instancePath:instancePath+"/labels/" + i53,schemaPath:"#/properties/labels/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid101 = _errs550 === errors;
if(!valid101){
break;
}
}
}
if(errors === _errs548){
if(data251 && typeof data251 == "object" && !Array.isArray(data251)){
for(const key48 in data251){
let data253 = data251[key48];
const _errs553 = errors;
if((((typeof data253 !== "string") && (!((typeof data253 == "number") && (isFinite(data253))))) && (typeof data253 !== "boolean")) && (data253 !== null)){
validate22.errors = [{instancePath:instancePath+"/labels/" + key48.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/labels/additionalProperties/type",keyword:"type",params:{type: schema7.properties.labels.additionalProperties.type}}];
return false;
}
var valid102 = _errs553 === errors;
if(!valid102){
break;
}
}
}
}
}
var valid0 = _errs548 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.links !== undefined){
let data254 = data.links;
const _errs555 = errors;
if(errors === _errs555){
if(Array.isArray(data254)){
var valid103 = true;
const len54 = data254.length;
for(let i54=0; i54<len54; i54++){
const _errs557 = errors;
if(typeof data254[i54] !== "string"){
validate22.errors = [{instancePath:instancePath+"/links/" + i54,schemaPath:"#/properties/links/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid103 = _errs557 === errors;
if(!valid103){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/links",schemaPath:"#/properties/links/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs555 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.logging !== undefined){
let data256 = data.logging;
const _errs559 = errors;
if(errors === _errs559){
if(data256 && typeof data256 == "object" && !Array.isArray(data256)){
const _errs561 = errors;
for(const key49 in data256){
if(!(((key49 === "driver") || (key49 === "options")) || (pattern0.test(key49)))){
validate22.errors = [{instancePath:instancePath+"/logging",schemaPath:"#/properties/logging/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key49}}];
return false;
break;
}
}
if(_errs561 === errors){
if(data256.driver !== undefined){
const _errs562 = errors;
if(typeof data256.driver !== "string"){
validate22.errors = [{instancePath:instancePath+"/logging/driver",schemaPath:"#/properties/logging/properties/driver/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid104 = _errs562 === errors;
}
else {
var valid104 = true;
}
if(valid104){
if(data256.options !== undefined){
let data258 = data256.options;
const _errs564 = errors;
if(errors === _errs564){
if(data258 && typeof data258 == "object" && !Array.isArray(data258)){
for(const key50 in data258){
let data259 = data258[key50];
const _errs567 = errors;
if(((typeof data259 !== "string") && (!((typeof data259 == "number") && (isFinite(data259))))) && (data259 !== null)){
validate22.errors = [{instancePath:instancePath+"/logging/options/" + key50.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/logging/properties/options/additionalProperties/type",keyword:"type",params:{type: schema7.properties.logging.properties.options.additionalProperties.type}}];
return false;
}
var valid105 = _errs567 === errors;
if(!valid105){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/logging/options",schemaPath:"#/properties/logging/properties/options/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid104 = _errs564 === errors;
}
else {
var valid104 = true;
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/logging",schemaPath:"#/properties/logging/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs559 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.mac_address !== undefined){
const _errs569 = errors;
if(typeof data.mac_address !== "string"){
validate22.errors = [{instancePath:instancePath+"/mac_address",schemaPath:"#/properties/mac_address/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs569 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.mem_limit !== undefined){
let data261 = data.mem_limit;
const _errs571 = errors;
if((!((typeof data261 == "number") && (isFinite(data261)))) && (typeof data261 !== "string")){
validate22.errors = [{instancePath:instancePath+"/mem_limit",schemaPath:"#/properties/mem_limit/type",keyword:"type",params:{type: schema7.properties.mem_limit.type}}];
return false;
}
var valid0 = _errs571 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.mem_reservation !== undefined){
let data262 = data.mem_reservation;
const _errs573 = errors;
if((!((typeof data262 == "number") && (isFinite(data262)))) && (typeof data262 !== "string")){
validate22.errors = [{instancePath:instancePath+"/mem_reservation",schemaPath:"#/properties/mem_reservation/type",keyword:"type",params:{type: schema7.properties.mem_reservation.type}}];
return false;
}
var valid0 = _errs573 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.mem_swappiness !== undefined){
let data263 = data.mem_swappiness;
const _errs575 = errors;
if((!(((typeof data263 == "number") && (!(data263 % 1) && !isNaN(data263))) && (isFinite(data263)))) && (typeof data263 !== "string")){
validate22.errors = [{instancePath:instancePath+"/mem_swappiness",schemaPath:"#/properties/mem_swappiness/type",keyword:"type",params:{type: schema7.properties.mem_swappiness.type}}];
return false;
}
var valid0 = _errs575 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.memswap_limit !== undefined){
let data264 = data.memswap_limit;
const _errs577 = errors;
if((!((typeof data264 == "number") && (isFinite(data264)))) && (typeof data264 !== "string")){
validate22.errors = [{instancePath:instancePath+"/memswap_limit",schemaPath:"#/properties/memswap_limit/type",keyword:"type",params:{type: schema7.properties.memswap_limit.type}}];
return false;
}
var valid0 = _errs577 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.models !== undefined){
let data265 = data.models;
const _errs579 = errors;
if(!data265 || typeof data265 != "object"){
validate22.errors = [{instancePath:instancePath+"/models",schemaPath:"#/properties/models/type",keyword:"type",params:{type: schema7.properties.models.type}}];
return false;
}
if(errors === _errs579){
if(Array.isArray(data265)){
var valid106 = true;
const len55 = data265.length;
for(let i55=0; i55<len55; i55++){
const _errs581 = errors;
if(typeof data265[i55] !== "string"){
validate22.errors = [{instancePath:instancePath+"/models/" + i55,schemaPath:"#/properties/models/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid106 = _errs581 === errors;
if(!valid106){
break;
}
}
}
if(errors === _errs579){
if(data265 && typeof data265 == "object" && !Array.isArray(data265)){
for(const key51 in data265){
let data267 = data265[key51];
const _errs584 = errors;
if((!(data267 && typeof data267 == "object" && !Array.isArray(data267))) && (data267 !== null)){
validate22.errors = [{instancePath:instancePath+"/models/" + key51.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/models/additionalProperties/type",keyword:"type",params:{type: schema7.properties.models.additionalProperties.type}}];
return false;
}
if(errors === _errs584){
if(data267 && typeof data267 == "object" && !Array.isArray(data267)){
const _errs586 = errors;
for(const key52 in data267){
if(!(((key52 === "endpoint_var") || (key52 === "model_var")) || (pattern0.test(key52)))){
validate22.errors = [{instancePath:instancePath+"/models/" + key51.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/models/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key52}}];
return false;
break;
}
}
if(_errs586 === errors){
if(data267.endpoint_var !== undefined){
const _errs587 = errors;
if(typeof data267.endpoint_var !== "string"){
validate22.errors = [{instancePath:instancePath+"/models/" + key51.replace(/~/g, "~0").replace(/\//g, "~1")+"/endpoint_var",schemaPath:"#/properties/models/additionalProperties/properties/endpoint_var/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid108 = _errs587 === errors;
}
else {
var valid108 = true;
}
if(valid108){
if(data267.model_var !== undefined){
const _errs589 = errors;
if(typeof data267.model_var !== "string"){
validate22.errors = [{instancePath:instancePath+"/models/" + key51.replace(/~/g, "~0").replace(/\//g, "~1")+"/model_var",schemaPath:"#/properties/models/additionalProperties/properties/model_var/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid108 = _errs589 === errors;
}
else {
var valid108 = true;
}
}
}
}
}
var valid107 = _errs584 === errors;
if(!valid107){
break;
}
}
}
}
}
var valid0 = _errs579 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.network_mode !== undefined){
const _errs591 = errors;
if(typeof data.network_mode !== "string"){
validate22.errors = [{instancePath:instancePath+"/network_mode",schemaPath:"#/properties/network_mode/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs591 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.networks !== undefined){
let data271 = data.networks;
const _errs593 = errors;
if(!data271 || typeof data271 != "object"){
validate22.errors = [{instancePath:instancePath+"/networks",schemaPath:"#/properties/networks/type",keyword:"type",params:{type: schema7.properties.networks.type}}];
return false;
}
if(errors === _errs593){
if(Array.isArray(data271)){
var valid109 = true;
const len56 = data271.length;
for(let i56=0; i56<len56; i56++){
const _errs595 = errors;
if(typeof data271[i56] !== "string"){
validate22.errors = [{instancePath:instancePath+"/networks/" + i56,schemaPath:"#/properties/networks/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid109 = _errs595 === errors;
if(!valid109){
break;
}
}
}
if(errors === _errs593){
if(data271 && typeof data271 == "object" && !Array.isArray(data271)){
for(const key53 in data271){
let data273 = data271[key53];
const _errs598 = errors;
if((!(data273 && typeof data273 == "object" && !Array.isArray(data273))) && (data273 !== null)){
validate22.errors = [{instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/networks/additionalProperties/type",keyword:"type",params:{type: schema7.properties.networks.additionalProperties.type}}];
return false;
}
if(errors === _errs598){
if(data273 && typeof data273 == "object" && !Array.isArray(data273)){
const _errs600 = errors;
for(const key54 in data273){
if(!((func2.call(schema7.properties.networks.additionalProperties.properties, key54)) || (pattern0.test(key54)))){
validate22.errors = [{instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/networks/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key54}}];
return false;
break;
}
}
if(_errs600 === errors){
if(data273.aliases !== undefined){
let data274 = data273.aliases;
const _errs601 = errors;
if(errors === _errs601){
if(Array.isArray(data274)){
var valid112 = true;
const len57 = data274.length;
for(let i57=0; i57<len57; i57++){
const _errs603 = errors;
if(typeof data274[i57] !== "string"){
validate22.errors = [{instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/aliases/" + i57,schemaPath:"#/properties/networks/additionalProperties/properties/aliases/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid112 = _errs603 === errors;
if(!valid112){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/aliases",schemaPath:"#/properties/networks/additionalProperties/properties/aliases/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid111 = _errs601 === errors;
}
else {
var valid111 = true;
}
if(valid111){
if(data273.ipv4_address !== undefined){
const _errs605 = errors;
if(typeof data273.ipv4_address !== "string"){
validate22.errors = [{instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/ipv4_address",schemaPath:"#/properties/networks/additionalProperties/properties/ipv4_address/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid111 = _errs605 === errors;
}
else {
var valid111 = true;
}
if(valid111){
if(data273.ipv6_address !== undefined){
const _errs607 = errors;
if(typeof data273.ipv6_address !== "string"){
validate22.errors = [{instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/ipv6_address",schemaPath:"#/properties/networks/additionalProperties/properties/ipv6_address/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid111 = _errs607 === errors;
}
else {
var valid111 = true;
}
if(valid111){
if(data273.link_local_ips !== undefined){
let data278 = data273.link_local_ips;
const _errs609 = errors;
if(errors === _errs609){
if(Array.isArray(data278)){
var valid113 = true;
const len58 = data278.length;
for(let i58=0; i58<len58; i58++){
const _errs611 = errors;
if(typeof data278[i58] !== "string"){
validate22.errors = [{instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/link_local_ips/" + i58,schemaPath:"#/properties/networks/additionalProperties/properties/link_local_ips/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid113 = _errs611 === errors;
if(!valid113){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/link_local_ips",schemaPath:"#/properties/networks/additionalProperties/properties/link_local_ips/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid111 = _errs609 === errors;
}
else {
var valid111 = true;
}
if(valid111){
if(data273.mac_address !== undefined){
const _errs613 = errors;
if(typeof data273.mac_address !== "string"){
validate22.errors = [{instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/mac_address",schemaPath:"#/properties/networks/additionalProperties/properties/mac_address/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid111 = _errs613 === errors;
}
else {
var valid111 = true;
}
if(valid111){
if(data273.driver_opts !== undefined){
let data281 = data273.driver_opts;
const _errs615 = errors;
if(errors === _errs615){
if(data281 && typeof data281 == "object" && !Array.isArray(data281)){
for(const key55 in data281){
let data282 = data281[key55];
const _errs618 = errors;
if((typeof data282 !== "string") && (!((typeof data282 == "number") && (isFinite(data282))))){
validate22.errors = [{instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/driver_opts/" + key55.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/networks/additionalProperties/properties/driver_opts/additionalProperties/type",keyword:"type",params:{type: schema7.properties.networks.additionalProperties.properties.driver_opts.additionalProperties.type}}];
return false;
}
var valid114 = _errs618 === errors;
if(!valid114){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/driver_opts",schemaPath:"#/properties/networks/additionalProperties/properties/driver_opts/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid111 = _errs615 === errors;
}
else {
var valid111 = true;
}
if(valid111){
if(data273.interface_name !== undefined){
const _errs620 = errors;
if(typeof data273.interface_name !== "string"){
validate22.errors = [{instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/interface_name",schemaPath:"#/properties/networks/additionalProperties/properties/interface_name/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid111 = _errs620 === errors;
}
else {
var valid111 = true;
}
if(valid111){
if(data273.priority !== undefined){
let data284 = data273.priority;
const _errs622 = errors;
if((!((typeof data284 == "number") && (isFinite(data284)))) && (typeof data284 !== "string")){
validate22.errors = [{instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/priority",schemaPath:"#/properties/networks/additionalProperties/properties/priority/type",keyword:"type",params:{type: schema7.properties.networks.additionalProperties.properties.priority.type}}];
return false;
}
var valid111 = _errs622 === errors;
}
else {
var valid111 = true;
}
if(valid111){
if(data273.gw_priority !== undefined){
let data285 = data273.gw_priority;
const _errs624 = errors;
if((!((typeof data285 == "number") && (isFinite(data285)))) && (typeof data285 !== "string")){
validate22.errors = [{instancePath:instancePath+"/networks/" + key53.replace(/~/g, "~0").replace(/\//g, "~1")+"/gw_priority",schemaPath:"#/properties/networks/additionalProperties/properties/gw_priority/type",keyword:"type",params:{type: schema7.properties.networks.additionalProperties.properties.gw_priority.type}}];
return false;
}
var valid111 = _errs624 === errors;
}
else {
var valid111 = true;
}
}
}
}
}
}
}
}
}
}
}
}
var valid110 = _errs598 === errors;
if(!valid110){
break;
}
}
}
}
}
var valid0 = _errs593 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.oom_kill_disable !== undefined){
let data286 = data.oom_kill_disable;
const _errs626 = errors;
if((typeof data286 !== "boolean") && (typeof data286 !== "string")){
validate22.errors = [{instancePath:instancePath+"/oom_kill_disable",schemaPath:"#/properties/oom_kill_disable/type",keyword:"type",params:{type: schema7.properties.oom_kill_disable.type}}];
return false;
}
var valid0 = _errs626 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.oom_score_adj !== undefined){
let data287 = data.oom_score_adj;
const _errs628 = errors;
if((!(((typeof data287 == "number") && (!(data287 % 1) && !isNaN(data287))) && (isFinite(data287)))) && (typeof data287 !== "string")){
validate22.errors = [{instancePath:instancePath+"/oom_score_adj",schemaPath:"#/properties/oom_score_adj/type",keyword:"type",params:{type: schema7.properties.oom_score_adj.type}}];
return false;
}
var valid0 = _errs628 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.pid !== undefined){
const _errs630 = errors;
if(typeof data.pid !== "string"){
validate22.errors = [{instancePath:instancePath+"/pid",schemaPath:"#/properties/pid/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs630 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.pids_limit !== undefined){
let data289 = data.pids_limit;
const _errs632 = errors;
if((!((typeof data289 == "number") && (isFinite(data289)))) && (typeof data289 !== "string")){
validate22.errors = [{instancePath:instancePath+"/pids_limit",schemaPath:"#/properties/pids_limit/type",keyword:"type",params:{type: schema7.properties.pids_limit.type}}];
return false;
}
var valid0 = _errs632 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.platform !== undefined){
const _errs634 = errors;
if(typeof data.platform !== "string"){
validate22.errors = [{instancePath:instancePath+"/platform",schemaPath:"#/properties/platform/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs634 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ports !== undefined){
let data291 = data.ports;
const _errs636 = errors;
if(errors === _errs636){
if(Array.isArray(data291)){
var valid115 = true;
const len59 = data291.length;
for(let i59=0; i59<len59; i59++){
let data292 = data291[i59];
const _errs638 = errors;
if(((!(((typeof data292 == "number") && (!(data292 % 1) && !isNaN(data292))) && (isFinite(data292)))) && (typeof data292 !== "string")) && (!(data292 && typeof data292 == "object" && !Array.isArray(data292)))){
validate22.errors = [{instancePath:instancePath+"/ports/" + i59,schemaPath:"#/properties/ports/items/type",keyword:"type",params:{type: schema7.properties.ports.items.type}}];
return false;
}
if(errors === _errs638){
if(data292 && typeof data292 == "object" && !Array.isArray(data292)){
const _errs640 = errors;
for(const key56 in data292){
if(!((((((((key56 === "name") || (key56 === "mode")) || (key56 === "host_ip")) || (key56 === "target")) || (key56 === "published")) || (key56 === "protocol")) || (key56 === "app_protocol")) || (pattern0.test(key56)))){
validate22.errors = [{instancePath:instancePath+"/ports/" + i59,schemaPath:"#/properties/ports/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key56}}];
return false;
break;
}
}
if(_errs640 === errors){
if(data292.name !== undefined){
const _errs641 = errors;
if(typeof data292.name !== "string"){
validate22.errors = [{instancePath:instancePath+"/ports/" + i59+"/name",schemaPath:"#/properties/ports/items/properties/name/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid116 = _errs641 === errors;
}
else {
var valid116 = true;
}
if(valid116){
if(data292.mode !== undefined){
const _errs643 = errors;
if(typeof data292.mode !== "string"){
validate22.errors = [{instancePath:instancePath+"/ports/" + i59+"/mode",schemaPath:"#/properties/ports/items/properties/mode/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid116 = _errs643 === errors;
}
else {
var valid116 = true;
}
if(valid116){
if(data292.host_ip !== undefined){
const _errs645 = errors;
if(typeof data292.host_ip !== "string"){
validate22.errors = [{instancePath:instancePath+"/ports/" + i59+"/host_ip",schemaPath:"#/properties/ports/items/properties/host_ip/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid116 = _errs645 === errors;
}
else {
var valid116 = true;
}
if(valid116){
if(data292.target !== undefined){
let data296 = data292.target;
const _errs647 = errors;
if((!(((typeof data296 == "number") && (!(data296 % 1) && !isNaN(data296))) && (isFinite(data296)))) && (typeof data296 !== "string")){
validate22.errors = [{instancePath:instancePath+"/ports/" + i59+"/target",schemaPath:"#/properties/ports/items/properties/target/type",keyword:"type",params:{type: schema7.properties.ports.items.properties.target.type}}];
return false;
}
var valid116 = _errs647 === errors;
}
else {
var valid116 = true;
}
if(valid116){
if(data292.published !== undefined){
let data297 = data292.published;
const _errs649 = errors;
if((!(((typeof data297 == "number") && (!(data297 % 1) && !isNaN(data297))) && (isFinite(data297)))) && (typeof data297 !== "string")){
validate22.errors = [{instancePath:instancePath+"/ports/" + i59+"/published",schemaPath:"#/properties/ports/items/properties/published/type",keyword:"type",params:{type: schema7.properties.ports.items.properties.published.type}}];
return false;
}
var valid116 = _errs649 === errors;
}
else {
var valid116 = true;
}
if(valid116){
if(data292.protocol !== undefined){
const _errs651 = errors;
if(typeof data292.protocol !== "string"){
validate22.errors = [{instancePath:instancePath+"/ports/" + i59+"/protocol",schemaPath:"#/properties/ports/items/properties/protocol/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid116 = _errs651 === errors;
}
else {
var valid116 = true;
}
if(valid116){
if(data292.app_protocol !== undefined){
const _errs653 = errors;
if(typeof data292.app_protocol !== "string"){
validate22.errors = [{instancePath:instancePath+"/ports/" + i59+"/app_protocol",schemaPath:"#/properties/ports/items/properties/app_protocol/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid116 = _errs653 === errors;
}
else {
var valid116 = true;
}
}
}
}
}
}
}
}
}
}
var valid115 = _errs638 === errors;
if(!valid115){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/ports",schemaPath:"#/properties/ports/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs636 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.pre_start !== undefined){
let data300 = data.pre_start;
const _errs655 = errors;
if(errors === _errs655){
if(Array.isArray(data300)){
var valid117 = true;
const len60 = data300.length;
for(let i60=0; i60<len60; i60++){
let data301 = data300[i60];
const _errs657 = errors;
if(errors === _errs657){
if(data301 && typeof data301 == "object" && !Array.isArray(data301)){
const _errs659 = errors;
for(const key57 in data301){
if(!((((((((key57 === "command") || (key57 === "user")) || (key57 === "privileged")) || (key57 === "working_dir")) || (key57 === "environment")) || (key57 === "image")) || (key57 === "per_replica")) || (pattern0.test(key57)))){
validate22.errors = [{instancePath:instancePath+"/pre_start/" + i60,schemaPath:"#/properties/pre_start/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key57}}];
return false;
break;
}
}
if(_errs659 === errors){
if(data301.command !== undefined){
const _errs660 = errors;
if(!(validate23(data301.command, {instancePath:instancePath+"/pre_start/" + i60+"/command",parentData:data301,parentDataProperty:"command",rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
var valid118 = _errs660 === errors;
}
else {
var valid118 = true;
}
if(valid118){
if(data301.user !== undefined){
const _errs661 = errors;
if(typeof data301.user !== "string"){
validate22.errors = [{instancePath:instancePath+"/pre_start/" + i60+"/user",schemaPath:"#/properties/pre_start/items/properties/user/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid118 = _errs661 === errors;
}
else {
var valid118 = true;
}
if(valid118){
if(data301.privileged !== undefined){
let data304 = data301.privileged;
const _errs663 = errors;
if((typeof data304 !== "boolean") && (typeof data304 !== "string")){
validate22.errors = [{instancePath:instancePath+"/pre_start/" + i60+"/privileged",schemaPath:"#/properties/pre_start/items/properties/privileged/type",keyword:"type",params:{type: schema7.properties.pre_start.items.properties.privileged.type}}];
return false;
}
var valid118 = _errs663 === errors;
}
else {
var valid118 = true;
}
if(valid118){
if(data301.working_dir !== undefined){
const _errs665 = errors;
if(typeof data301.working_dir !== "string"){
validate22.errors = [{instancePath:instancePath+"/pre_start/" + i60+"/working_dir",schemaPath:"#/properties/pre_start/items/properties/working_dir/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid118 = _errs665 === errors;
}
else {
var valid118 = true;
}
if(valid118){
if(data301.environment !== undefined){
let data306 = data301.environment;
const _errs667 = errors;
if(!data306 || typeof data306 != "object"){
validate22.errors = [{instancePath:instancePath+"/pre_start/" + i60+"/environment",schemaPath:"#/properties/pre_start/items/properties/environment/type",keyword:"type",params:{type: schema7.properties.pre_start.items.properties.environment.type}}];
return false;
}
if(errors === _errs667){
if(Array.isArray(data306)){
var valid119 = true;
const len61 = data306.length;
for(let i61=0; i61<len61; i61++){
const _errs669 = errors;
if(typeof data306[i61] !== "string"){
validate22.errors = [{instancePath:instancePath+"/pre_start/" + i60+"/environment/" + i61,schemaPath:"#/properties/pre_start/items/properties/environment/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid119 = _errs669 === errors;
if(!valid119){
break;
}
}
}
if(errors === _errs667){
if(data306 && typeof data306 == "object" && !Array.isArray(data306)){
for(const key58 in data306){
let data308 = data306[key58];
const _errs672 = errors;
if((((typeof data308 !== "string") && (!((typeof data308 == "number") && (isFinite(data308))))) && (typeof data308 !== "boolean")) && (data308 !== null)){
validate22.errors = [{instancePath:instancePath+"/pre_start/" + i60+"/environment/" + key58.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/pre_start/items/properties/environment/additionalProperties/type",keyword:"type",params:{type: schema7.properties.pre_start.items.properties.environment.additionalProperties.type}}];
return false;
}
var valid120 = _errs672 === errors;
if(!valid120){
break;
}
}
}
}
}
var valid118 = _errs667 === errors;
}
else {
var valid118 = true;
}
if(valid118){
if(data301.image !== undefined){
const _errs674 = errors;
if(typeof data301.image !== "string"){
validate22.errors = [{instancePath:instancePath+"/pre_start/" + i60+"/image",schemaPath:"#/properties/pre_start/items/properties/image/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid118 = _errs674 === errors;
}
else {
var valid118 = true;
}
if(valid118){
if(data301.per_replica !== undefined){
let data310 = data301.per_replica;
const _errs676 = errors;
if((typeof data310 !== "boolean") && (typeof data310 !== "string")){
validate22.errors = [{instancePath:instancePath+"/pre_start/" + i60+"/per_replica",schemaPath:"#/properties/pre_start/items/properties/per_replica/type",keyword:"type",params:{type: schema7.properties.pre_start.items.properties.per_replica.type}}];
return false;
}
var valid118 = _errs676 === errors;
}
else {
var valid118 = true;
}
}
}
}
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/pre_start/" + i60,schemaPath:"#/properties/pre_start/items/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid117 = _errs657 === errors;
if(!valid117){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/pre_start",schemaPath:"#/properties/pre_start/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs655 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.post_start !== undefined){
let data311 = data.post_start;
const _errs678 = errors;
if(errors === _errs678){
if(Array.isArray(data311)){
var valid121 = true;
const len62 = data311.length;
for(let i62=0; i62<len62; i62++){
let data312 = data311[i62];
const _errs680 = errors;
if(errors === _errs680){
if(data312 && typeof data312 == "object" && !Array.isArray(data312)){
let missing8;
if((data312.command === undefined) && (missing8 = "command")){
validate22.errors = [{instancePath:instancePath+"/post_start/" + i62,schemaPath:"#/properties/post_start/items/required",keyword:"required",params:{missingProperty: missing8}}];
return false;
}
else {
const _errs682 = errors;
for(const key59 in data312){
if(!((((((key59 === "command") || (key59 === "user")) || (key59 === "privileged")) || (key59 === "working_dir")) || (key59 === "environment")) || (pattern0.test(key59)))){
validate22.errors = [{instancePath:instancePath+"/post_start/" + i62,schemaPath:"#/properties/post_start/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key59}}];
return false;
break;
}
}
if(_errs682 === errors){
if(data312.command !== undefined){
const _errs683 = errors;
if(!(validate23(data312.command, {instancePath:instancePath+"/post_start/" + i62+"/command",parentData:data312,parentDataProperty:"command",rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
var valid122 = _errs683 === errors;
}
else {
var valid122 = true;
}
if(valid122){
if(data312.user !== undefined){
const _errs684 = errors;
if(typeof data312.user !== "string"){
validate22.errors = [{instancePath:instancePath+"/post_start/" + i62+"/user",schemaPath:"#/properties/post_start/items/properties/user/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid122 = _errs684 === errors;
}
else {
var valid122 = true;
}
if(valid122){
if(data312.privileged !== undefined){
let data315 = data312.privileged;
const _errs686 = errors;
if((typeof data315 !== "boolean") && (typeof data315 !== "string")){
validate22.errors = [{instancePath:instancePath+"/post_start/" + i62+"/privileged",schemaPath:"#/properties/post_start/items/properties/privileged/type",keyword:"type",params:{type: schema7.properties.post_start.items.properties.privileged.type}}];
return false;
}
var valid122 = _errs686 === errors;
}
else {
var valid122 = true;
}
if(valid122){
if(data312.working_dir !== undefined){
const _errs688 = errors;
if(typeof data312.working_dir !== "string"){
validate22.errors = [{instancePath:instancePath+"/post_start/" + i62+"/working_dir",schemaPath:"#/properties/post_start/items/properties/working_dir/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid122 = _errs688 === errors;
}
else {
var valid122 = true;
}
if(valid122){
if(data312.environment !== undefined){
let data317 = data312.environment;
const _errs690 = errors;
if(!data317 || typeof data317 != "object"){
validate22.errors = [{instancePath:instancePath+"/post_start/" + i62+"/environment",schemaPath:"#/properties/post_start/items/properties/environment/type",keyword:"type",params:{type: schema7.properties.post_start.items.properties.environment.type}}];
return false;
}
if(errors === _errs690){
if(Array.isArray(data317)){
var valid123 = true;
const len63 = data317.length;
for(let i63=0; i63<len63; i63++){
const _errs692 = errors;
if(typeof data317[i63] !== "string"){
validate22.errors = [{instancePath:instancePath+"/post_start/" + i62+"/environment/" + i63,schemaPath:"#/properties/post_start/items/properties/environment/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid123 = _errs692 === errors;
if(!valid123){
break;
}
}
}
if(errors === _errs690){
if(data317 && typeof data317 == "object" && !Array.isArray(data317)){
for(const key60 in data317){
let data319 = data317[key60];
const _errs695 = errors;
if((((typeof data319 !== "string") && (!((typeof data319 == "number") && (isFinite(data319))))) && (typeof data319 !== "boolean")) && (data319 !== null)){
validate22.errors = [{instancePath:instancePath+"/post_start/" + i62+"/environment/" + key60.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/post_start/items/properties/environment/additionalProperties/type",keyword:"type",params:{type: schema7.properties.post_start.items.properties.environment.additionalProperties.type}}];
return false;
}
var valid124 = _errs695 === errors;
if(!valid124){
break;
}
}
}
}
}
var valid122 = _errs690 === errors;
}
else {
var valid122 = true;
}
}
}
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/post_start/" + i62,schemaPath:"#/properties/post_start/items/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid121 = _errs680 === errors;
if(!valid121){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/post_start",schemaPath:"#/properties/post_start/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs678 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.pre_stop !== undefined){
let data320 = data.pre_stop;
const _errs697 = errors;
if(errors === _errs697){
if(Array.isArray(data320)){
var valid125 = true;
const len64 = data320.length;
for(let i64=0; i64<len64; i64++){
let data321 = data320[i64];
const _errs699 = errors;
if(errors === _errs699){
if(data321 && typeof data321 == "object" && !Array.isArray(data321)){
let missing9;
if((data321.command === undefined) && (missing9 = "command")){
validate22.errors = [{instancePath:instancePath+"/pre_stop/" + i64,schemaPath:"#/properties/pre_stop/items/required",keyword:"required",params:{missingProperty: missing9}}];
return false;
}
else {
const _errs701 = errors;
for(const key61 in data321){
if(!((((((key61 === "command") || (key61 === "user")) || (key61 === "privileged")) || (key61 === "working_dir")) || (key61 === "environment")) || (pattern0.test(key61)))){
validate22.errors = [{instancePath:instancePath+"/pre_stop/" + i64,schemaPath:"#/properties/pre_stop/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key61}}];
return false;
break;
}
}
if(_errs701 === errors){
if(data321.command !== undefined){
const _errs702 = errors;
if(!(validate23(data321.command, {instancePath:instancePath+"/pre_stop/" + i64+"/command",parentData:data321,parentDataProperty:"command",rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
var valid126 = _errs702 === errors;
}
else {
var valid126 = true;
}
if(valid126){
if(data321.user !== undefined){
const _errs703 = errors;
if(typeof data321.user !== "string"){
validate22.errors = [{instancePath:instancePath+"/pre_stop/" + i64+"/user",schemaPath:"#/properties/pre_stop/items/properties/user/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid126 = _errs703 === errors;
}
else {
var valid126 = true;
}
if(valid126){
if(data321.privileged !== undefined){
let data324 = data321.privileged;
const _errs705 = errors;
if((typeof data324 !== "boolean") && (typeof data324 !== "string")){
validate22.errors = [{instancePath:instancePath+"/pre_stop/" + i64+"/privileged",schemaPath:"#/properties/pre_stop/items/properties/privileged/type",keyword:"type",params:{type: schema7.properties.pre_stop.items.properties.privileged.type}}];
return false;
}
var valid126 = _errs705 === errors;
}
else {
var valid126 = true;
}
if(valid126){
if(data321.working_dir !== undefined){
const _errs707 = errors;
if(typeof data321.working_dir !== "string"){
validate22.errors = [{instancePath:instancePath+"/pre_stop/" + i64+"/working_dir",schemaPath:"#/properties/pre_stop/items/properties/working_dir/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid126 = _errs707 === errors;
}
else {
var valid126 = true;
}
if(valid126){
if(data321.environment !== undefined){
let data326 = data321.environment;
const _errs709 = errors;
if(!data326 || typeof data326 != "object"){
validate22.errors = [{instancePath:instancePath+"/pre_stop/" + i64+"/environment",schemaPath:"#/properties/pre_stop/items/properties/environment/type",keyword:"type",params:{type: schema7.properties.pre_stop.items.properties.environment.type}}];
return false;
}
if(errors === _errs709){
if(Array.isArray(data326)){
var valid127 = true;
const len65 = data326.length;
for(let i65=0; i65<len65; i65++){
const _errs711 = errors;
if(typeof data326[i65] !== "string"){
validate22.errors = [{instancePath:instancePath+"/pre_stop/" + i64+"/environment/" + i65,schemaPath:"#/properties/pre_stop/items/properties/environment/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid127 = _errs711 === errors;
if(!valid127){
break;
}
}
}
if(errors === _errs709){
if(data326 && typeof data326 == "object" && !Array.isArray(data326)){
for(const key62 in data326){
let data328 = data326[key62];
const _errs714 = errors;
if((((typeof data328 !== "string") && (!((typeof data328 == "number") && (isFinite(data328))))) && (typeof data328 !== "boolean")) && (data328 !== null)){
validate22.errors = [{instancePath:instancePath+"/pre_stop/" + i64+"/environment/" + key62.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/pre_stop/items/properties/environment/additionalProperties/type",keyword:"type",params:{type: schema7.properties.pre_stop.items.properties.environment.additionalProperties.type}}];
return false;
}
var valid128 = _errs714 === errors;
if(!valid128){
break;
}
}
}
}
}
var valid126 = _errs709 === errors;
}
else {
var valid126 = true;
}
}
}
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/pre_stop/" + i64,schemaPath:"#/properties/pre_stop/items/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid125 = _errs699 === errors;
if(!valid125){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/pre_stop",schemaPath:"#/properties/pre_stop/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs697 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.privileged !== undefined){
let data329 = data.privileged;
const _errs716 = errors;
if((typeof data329 !== "boolean") && (typeof data329 !== "string")){
validate22.errors = [{instancePath:instancePath+"/privileged",schemaPath:"#/properties/privileged/type",keyword:"type",params:{type: schema7.properties.privileged.type}}];
return false;
}
var valid0 = _errs716 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.profiles !== undefined){
let data330 = data.profiles;
const _errs718 = errors;
if(errors === _errs718){
if(Array.isArray(data330)){
var valid129 = true;
const len66 = data330.length;
for(let i66=0; i66<len66; i66++){
const _errs720 = errors;
if(typeof data330[i66] !== "string"){
validate22.errors = [{instancePath:instancePath+"/profiles/" + i66,schemaPath:"#/properties/profiles/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid129 = _errs720 === errors;
if(!valid129){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/profiles",schemaPath:"#/properties/profiles/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs718 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.provider !== undefined){
let data332 = data.provider;
const _errs722 = errors;
if(errors === _errs722){
if(data332 && typeof data332 == "object" && !Array.isArray(data332)){
let missing10;
if((data332.type === undefined) && (missing10 = "type")){
validate22.errors = [{instancePath:instancePath+"/provider",schemaPath:"#/properties/provider/required",keyword:"required",params:{missingProperty: missing10}}];
return false;
}
else {
const _errs724 = errors;
for(const key63 in data332){
if(!(((key63 === "type") || (key63 === "options")) || (pattern0.test(key63)))){
validate22.errors = [{instancePath:instancePath+"/provider",schemaPath:"#/properties/provider/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key63}}];
return false;
break;
}
}
if(_errs724 === errors){
if(data332.type !== undefined){
const _errs725 = errors;
if(typeof data332.type !== "string"){
validate22.errors = [{instancePath:instancePath+"/provider/type",schemaPath:"#/properties/provider/properties/type/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid130 = _errs725 === errors;
}
else {
var valid130 = true;
}
if(valid130){
if(data332.options !== undefined){
let data334 = data332.options;
const _errs727 = errors;
if(errors === _errs727){
if(data334 && typeof data334 == "object" && !Array.isArray(data334)){
for(const key64 in data334){
let data335 = data334[key64];
const _errs730 = errors;
if((((typeof data335 !== "string") && (!((typeof data335 == "number") && (isFinite(data335))))) && (typeof data335 !== "boolean")) && (!(Array.isArray(data335)))){
validate22.errors = [{instancePath:instancePath+"/provider/options/" + key64.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/provider/properties/options/additionalProperties/type",keyword:"type",params:{type: schema7.properties.provider.properties.options.additionalProperties.type}}];
return false;
}
if(errors === _errs730){
if(Array.isArray(data335)){
var valid132 = true;
const len67 = data335.length;
for(let i67=0; i67<len67; i67++){
let data336 = data335[i67];
const _errs732 = errors;
if(((typeof data336 !== "string") && (!((typeof data336 == "number") && (isFinite(data336))))) && (typeof data336 !== "boolean")){
validate22.errors = [{instancePath:instancePath+"/provider/options/" + key64.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i67,schemaPath:"#/properties/provider/properties/options/additionalProperties/items/type",keyword:"type",params:{type: schema7.properties.provider.properties.options.additionalProperties.items.type}}];
return false;
}
var valid132 = _errs732 === errors;
if(!valid132){
break;
}
}
}
}
var valid131 = _errs730 === errors;
if(!valid131){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/provider/options",schemaPath:"#/properties/provider/properties/options/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid130 = _errs727 === errors;
}
else {
var valid130 = true;
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/provider",schemaPath:"#/properties/provider/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs722 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.pull_policy !== undefined){
const _errs734 = errors;
if(typeof data.pull_policy !== "string"){
validate22.errors = [{instancePath:instancePath+"/pull_policy",schemaPath:"#/properties/pull_policy/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs734 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.pull_refresh_after !== undefined){
const _errs736 = errors;
if(typeof data.pull_refresh_after !== "string"){
validate22.errors = [{instancePath:instancePath+"/pull_refresh_after",schemaPath:"#/properties/pull_refresh_after/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs736 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.read_only !== undefined){
let data339 = data.read_only;
const _errs738 = errors;
if((typeof data339 !== "boolean") && (typeof data339 !== "string")){
validate22.errors = [{instancePath:instancePath+"/read_only",schemaPath:"#/properties/read_only/type",keyword:"type",params:{type: schema7.properties.read_only.type}}];
return false;
}
var valid0 = _errs738 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.restart !== undefined){
const _errs740 = errors;
if(typeof data.restart !== "string"){
validate22.errors = [{instancePath:instancePath+"/restart",schemaPath:"#/properties/restart/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs740 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.runtime !== undefined){
const _errs742 = errors;
if(typeof data.runtime !== "string"){
validate22.errors = [{instancePath:instancePath+"/runtime",schemaPath:"#/properties/runtime/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs742 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.scale !== undefined){
let data342 = data.scale;
const _errs744 = errors;
if((!(((typeof data342 == "number") && (!(data342 % 1) && !isNaN(data342))) && (isFinite(data342)))) && (typeof data342 !== "string")){
validate22.errors = [{instancePath:instancePath+"/scale",schemaPath:"#/properties/scale/type",keyword:"type",params:{type: schema7.properties.scale.type}}];
return false;
}
if(errors === _errs744){
if((typeof data342 == "number") && (isFinite(data342))){
if(data342 < 0 || isNaN(data342)){
validate22.errors = [{instancePath:instancePath+"/scale",schemaPath:"#/properties/scale/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
var valid0 = _errs744 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.secrets !== undefined){
let data343 = data.secrets;
const _errs746 = errors;
if(errors === _errs746){
if(Array.isArray(data343)){
var valid133 = true;
const len68 = data343.length;
for(let i68=0; i68<len68; i68++){
let data344 = data343[i68];
const _errs748 = errors;
if((typeof data344 !== "string") && (!(data344 && typeof data344 == "object" && !Array.isArray(data344)))){
validate22.errors = [{instancePath:instancePath+"/secrets/" + i68,schemaPath:"#/properties/secrets/items/type",keyword:"type",params:{type: schema7.properties.secrets.items.type}}];
return false;
}
if(errors === _errs748){
if(data344 && typeof data344 == "object" && !Array.isArray(data344)){
const _errs750 = errors;
for(const key65 in data344){
if(!((((((key65 === "source") || (key65 === "target")) || (key65 === "uid")) || (key65 === "gid")) || (key65 === "mode")) || (pattern0.test(key65)))){
validate22.errors = [{instancePath:instancePath+"/secrets/" + i68,schemaPath:"#/properties/secrets/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key65}}];
return false;
break;
}
}
if(_errs750 === errors){
if(data344.source !== undefined){
const _errs751 = errors;
if(typeof data344.source !== "string"){
validate22.errors = [{instancePath:instancePath+"/secrets/" + i68+"/source",schemaPath:"#/properties/secrets/items/properties/source/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid134 = _errs751 === errors;
}
else {
var valid134 = true;
}
if(valid134){
if(data344.target !== undefined){
const _errs753 = errors;
if(typeof data344.target !== "string"){
validate22.errors = [{instancePath:instancePath+"/secrets/" + i68+"/target",schemaPath:"#/properties/secrets/items/properties/target/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid134 = _errs753 === errors;
}
else {
var valid134 = true;
}
if(valid134){
if(data344.uid !== undefined){
const _errs755 = errors;
if(typeof data344.uid !== "string"){
validate22.errors = [{instancePath:instancePath+"/secrets/" + i68+"/uid",schemaPath:"#/properties/secrets/items/properties/uid/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid134 = _errs755 === errors;
}
else {
var valid134 = true;
}
if(valid134){
if(data344.gid !== undefined){
const _errs757 = errors;
if(typeof data344.gid !== "string"){
validate22.errors = [{instancePath:instancePath+"/secrets/" + i68+"/gid",schemaPath:"#/properties/secrets/items/properties/gid/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid134 = _errs757 === errors;
}
else {
var valid134 = true;
}
if(valid134){
if(data344.mode !== undefined){
let data349 = data344.mode;
const _errs759 = errors;
if((!((typeof data349 == "number") && (isFinite(data349)))) && (typeof data349 !== "string")){
validate22.errors = [{instancePath:instancePath+"/secrets/" + i68+"/mode",schemaPath:"#/properties/secrets/items/properties/mode/type",keyword:"type",params:{type: schema7.properties.secrets.items.properties.mode.type}}];
return false;
}
var valid134 = _errs759 === errors;
}
else {
var valid134 = true;
}
}
}
}
}
}
}
}
var valid133 = _errs748 === errors;
if(!valid133){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs746 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.security_opt !== undefined){
let data350 = data.security_opt;
const _errs761 = errors;
if(errors === _errs761){
if(Array.isArray(data350)){
var valid135 = true;
const len69 = data350.length;
for(let i69=0; i69<len69; i69++){
const _errs763 = errors;
if(typeof data350[i69] !== "string"){
validate22.errors = [{instancePath:instancePath+"/security_opt/" + i69,schemaPath:"#/properties/security_opt/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid135 = _errs763 === errors;
if(!valid135){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/security_opt",schemaPath:"#/properties/security_opt/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs761 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.shm_size !== undefined){
let data352 = data.shm_size;
const _errs765 = errors;
if((!((typeof data352 == "number") && (isFinite(data352)))) && (typeof data352 !== "string")){
validate22.errors = [{instancePath:instancePath+"/shm_size",schemaPath:"#/properties/shm_size/type",keyword:"type",params:{type: schema7.properties.shm_size.type}}];
return false;
}
var valid0 = _errs765 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.stdin_open !== undefined){
let data353 = data.stdin_open;
const _errs767 = errors;
if((typeof data353 !== "boolean") && (typeof data353 !== "string")){
validate22.errors = [{instancePath:instancePath+"/stdin_open",schemaPath:"#/properties/stdin_open/type",keyword:"type",params:{type: schema7.properties.stdin_open.type}}];
return false;
}
var valid0 = _errs767 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.stop_grace_period !== undefined){
const _errs769 = errors;
if(typeof data.stop_grace_period !== "string"){
validate22.errors = [{instancePath:instancePath+"/stop_grace_period",schemaPath:"#/properties/stop_grace_period/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs769 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.stop_signal !== undefined){
const _errs771 = errors;
if(typeof data.stop_signal !== "string"){
validate22.errors = [{instancePath:instancePath+"/stop_signal",schemaPath:"#/properties/stop_signal/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs771 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.storage_opt !== undefined){
let data356 = data.storage_opt;
const _errs773 = errors;
if(errors === _errs773){
if(data356 && typeof data356 == "object" && !Array.isArray(data356)){
for(const key66 in data356){
let data357 = data356[key66];
const _errs776 = errors;
if((((typeof data357 !== "string") && (!((typeof data357 == "number") && (isFinite(data357))))) && (typeof data357 !== "boolean")) && (data357 !== null)){
validate22.errors = [{instancePath:instancePath+"/storage_opt/" + key66.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/storage_opt/additionalProperties/type",keyword:"type",params:{type: schema7.properties.storage_opt.additionalProperties.type}}];
return false;
}
var valid136 = _errs776 === errors;
if(!valid136){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/storage_opt",schemaPath:"#/properties/storage_opt/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs773 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sysctls !== undefined){
let data358 = data.sysctls;
const _errs778 = errors;
if(!data358 || typeof data358 != "object"){
validate22.errors = [{instancePath:instancePath+"/sysctls",schemaPath:"#/properties/sysctls/type",keyword:"type",params:{type: schema7.properties.sysctls.type}}];
return false;
}
if(errors === _errs778){
if(Array.isArray(data358)){
var valid137 = true;
const len70 = data358.length;
for(let i70=0; i70<len70; i70++){
const _errs780 = errors;
if(typeof data358[i70] !== "string"){
validate22.errors = [{instancePath:instancePath+"/sysctls/" + i70,schemaPath:"#/properties/sysctls/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid137 = _errs780 === errors;
if(!valid137){
break;
}
}
}
if(errors === _errs778){
if(data358 && typeof data358 == "object" && !Array.isArray(data358)){
for(const key67 in data358){
let data360 = data358[key67];
const _errs783 = errors;
if((((typeof data360 !== "string") && (!((typeof data360 == "number") && (isFinite(data360))))) && (typeof data360 !== "boolean")) && (data360 !== null)){
validate22.errors = [{instancePath:instancePath+"/sysctls/" + key67.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/sysctls/additionalProperties/type",keyword:"type",params:{type: schema7.properties.sysctls.additionalProperties.type}}];
return false;
}
var valid138 = _errs783 === errors;
if(!valid138){
break;
}
}
}
}
}
var valid0 = _errs778 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.tmpfs !== undefined){
let data361 = data.tmpfs;
const _errs785 = errors;
if((typeof data361 !== "string") && (!(Array.isArray(data361)))){
validate22.errors = [{instancePath:instancePath+"/tmpfs",schemaPath:"#/properties/tmpfs/type",keyword:"type",params:{type: schema7.properties.tmpfs.type}}];
return false;
}
if(errors === _errs785){
if(Array.isArray(data361)){
var valid139 = true;
const len71 = data361.length;
for(let i71=0; i71<len71; i71++){
const _errs787 = errors;
if(typeof data361[i71] !== "string"){
validate22.errors = [{instancePath:instancePath+"/tmpfs/" + i71,schemaPath:"#/properties/tmpfs/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid139 = _errs787 === errors;
if(!valid139){
break;
}
}
}
}
var valid0 = _errs785 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.tty !== undefined){
let data363 = data.tty;
const _errs789 = errors;
if((typeof data363 !== "boolean") && (typeof data363 !== "string")){
validate22.errors = [{instancePath:instancePath+"/tty",schemaPath:"#/properties/tty/type",keyword:"type",params:{type: schema7.properties.tty.type}}];
return false;
}
var valid0 = _errs789 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ulimits !== undefined){
let data364 = data.ulimits;
const _errs791 = errors;
if(errors === _errs791){
if(data364 && typeof data364 == "object" && !Array.isArray(data364)){
for(const key68 in data364){
const _errs793 = errors;
if(typeof key68 === "string"){
if(!pattern11.test(key68)){
const err2 = {instancePath:instancePath+"/ulimits",schemaPath:"#/properties/ulimits/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[a-z]+$"},propertyName:key68};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
var valid140 = _errs793 === errors;
if(!valid140){
const err3 = {instancePath:instancePath+"/ulimits",schemaPath:"#/properties/ulimits/propertyNames",keyword:"propertyNames",params:{propertyName: key68}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
validate22.errors = vErrors;
return false;
break;
}
}
if(valid140){
for(const key69 in data364){
let data365 = data364[key69];
const _errs795 = errors;
if(((!(((typeof data365 == "number") && (!(data365 % 1) && !isNaN(data365))) && (isFinite(data365)))) && (typeof data365 !== "string")) && (!(data365 && typeof data365 == "object" && !Array.isArray(data365)))){
validate22.errors = [{instancePath:instancePath+"/ulimits/" + key69.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/ulimits/additionalProperties/type",keyword:"type",params:{type: schema7.properties.ulimits.additionalProperties.type}}];
return false;
}
if(errors === _errs795){
if(data365 && typeof data365 == "object" && !Array.isArray(data365)){
let missing11;
if(((data365.soft === undefined) && (missing11 = "soft")) || ((data365.hard === undefined) && (missing11 = "hard"))){
validate22.errors = [{instancePath:instancePath+"/ulimits/" + key69.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/ulimits/additionalProperties/required",keyword:"required",params:{missingProperty: missing11}}];
return false;
}
else {
const _errs797 = errors;
for(const key70 in data365){
if(!(((key70 === "soft") || (key70 === "hard")) || (pattern0.test(key70)))){
validate22.errors = [{instancePath:instancePath+"/ulimits/" + key69.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/ulimits/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key70}}];
return false;
break;
}
}
if(_errs797 === errors){
if(data365.soft !== undefined){
let data366 = data365.soft;
const _errs798 = errors;
if((!(((typeof data366 == "number") && (!(data366 % 1) && !isNaN(data366))) && (isFinite(data366)))) && (typeof data366 !== "string")){
validate22.errors = [{instancePath:instancePath+"/ulimits/" + key69.replace(/~/g, "~0").replace(/\//g, "~1")+"/soft",schemaPath:"#/properties/ulimits/additionalProperties/properties/soft/type",keyword:"type",params:{type: schema7.properties.ulimits.additionalProperties.properties.soft.type}}];
return false;
}
var valid142 = _errs798 === errors;
}
else {
var valid142 = true;
}
if(valid142){
if(data365.hard !== undefined){
let data367 = data365.hard;
const _errs800 = errors;
if((!(((typeof data367 == "number") && (!(data367 % 1) && !isNaN(data367))) && (isFinite(data367)))) && (typeof data367 !== "string")){
validate22.errors = [{instancePath:instancePath+"/ulimits/" + key69.replace(/~/g, "~0").replace(/\//g, "~1")+"/hard",schemaPath:"#/properties/ulimits/additionalProperties/properties/hard/type",keyword:"type",params:{type: schema7.properties.ulimits.additionalProperties.properties.hard.type}}];
return false;
}
var valid142 = _errs800 === errors;
}
else {
var valid142 = true;
}
}
}
}
}
}
var valid141 = _errs795 === errors;
if(!valid141){
break;
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/ulimits",schemaPath:"#/properties/ulimits/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs791 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.use_api_socket !== undefined){
let data368 = data.use_api_socket;
const _errs802 = errors;
if((typeof data368 !== "boolean") && (typeof data368 !== "string")){
validate22.errors = [{instancePath:instancePath+"/use_api_socket",schemaPath:"#/properties/use_api_socket/type",keyword:"type",params:{type: schema7.properties.use_api_socket.type}}];
return false;
}
var valid0 = _errs802 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.user !== undefined){
const _errs804 = errors;
if(typeof data.user !== "string"){
validate22.errors = [{instancePath:instancePath+"/user",schemaPath:"#/properties/user/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs804 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.userns_mode !== undefined){
const _errs806 = errors;
if(typeof data.userns_mode !== "string"){
validate22.errors = [{instancePath:instancePath+"/userns_mode",schemaPath:"#/properties/userns_mode/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs806 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.uts !== undefined){
const _errs808 = errors;
if(typeof data.uts !== "string"){
validate22.errors = [{instancePath:instancePath+"/uts",schemaPath:"#/properties/uts/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs808 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.volumes !== undefined){
let data372 = data.volumes;
const _errs810 = errors;
if(errors === _errs810){
if(Array.isArray(data372)){
var valid143 = true;
const len72 = data372.length;
for(let i72=0; i72<len72; i72++){
let data373 = data372[i72];
const _errs812 = errors;
if((typeof data373 !== "string") && (!(data373 && typeof data373 == "object" && !Array.isArray(data373)))){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72,schemaPath:"#/properties/volumes/items/type",keyword:"type",params:{type: schema7.properties.volumes.items.type}}];
return false;
}
if(errors === _errs812){
if(data373 && typeof data373 == "object" && !Array.isArray(data373)){
let missing12;
if((data373.type === undefined) && (missing12 = "type")){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72,schemaPath:"#/properties/volumes/items/required",keyword:"required",params:{missingProperty: missing12}}];
return false;
}
else {
const _errs814 = errors;
for(const key71 in data373){
if(!((func2.call(schema7.properties.volumes.items.properties, key71)) || (pattern0.test(key71)))){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72,schemaPath:"#/properties/volumes/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key71}}];
return false;
break;
}
}
if(_errs814 === errors){
if(data373.type !== undefined){
let data374 = data373.type;
const _errs815 = errors;
if(typeof data374 !== "string"){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/type",schemaPath:"#/properties/volumes/items/properties/type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!((((((data374 === "volume") || (data374 === "bind")) || (data374 === "tmpfs")) || (data374 === "image")) || (data374 === "npipe")) || (data374 === "cluster"))){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/type",schemaPath:"#/properties/volumes/items/properties/type/enum",keyword:"enum",params:{allowedValues: schema7.properties.volumes.items.properties.type.enum}}];
return false;
}
var valid144 = _errs815 === errors;
}
else {
var valid144 = true;
}
if(valid144){
if(data373.source !== undefined){
const _errs817 = errors;
if(typeof data373.source !== "string"){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/source",schemaPath:"#/properties/volumes/items/properties/source/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid144 = _errs817 === errors;
}
else {
var valid144 = true;
}
if(valid144){
if(data373.target !== undefined){
const _errs819 = errors;
if(typeof data373.target !== "string"){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/target",schemaPath:"#/properties/volumes/items/properties/target/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid144 = _errs819 === errors;
}
else {
var valid144 = true;
}
if(valid144){
if(data373.read_only !== undefined){
let data377 = data373.read_only;
const _errs821 = errors;
if((typeof data377 !== "boolean") && (typeof data377 !== "string")){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/read_only",schemaPath:"#/properties/volumes/items/properties/read_only/type",keyword:"type",params:{type: schema7.properties.volumes.items.properties.read_only.type}}];
return false;
}
var valid144 = _errs821 === errors;
}
else {
var valid144 = true;
}
if(valid144){
if(data373.consistency !== undefined){
const _errs823 = errors;
if(typeof data373.consistency !== "string"){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/consistency",schemaPath:"#/properties/volumes/items/properties/consistency/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid144 = _errs823 === errors;
}
else {
var valid144 = true;
}
if(valid144){
if(data373.bind !== undefined){
let data379 = data373.bind;
const _errs825 = errors;
if(errors === _errs825){
if(data379 && typeof data379 == "object" && !Array.isArray(data379)){
const _errs827 = errors;
for(const key72 in data379){
if(!(((((key72 === "propagation") || (key72 === "create_host_path")) || (key72 === "recursive")) || (key72 === "selinux")) || (pattern0.test(key72)))){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/bind",schemaPath:"#/properties/volumes/items/properties/bind/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key72}}];
return false;
break;
}
}
if(_errs827 === errors){
if(data379.propagation !== undefined){
const _errs828 = errors;
if(typeof data379.propagation !== "string"){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/bind/propagation",schemaPath:"#/properties/volumes/items/properties/bind/properties/propagation/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid145 = _errs828 === errors;
}
else {
var valid145 = true;
}
if(valid145){
if(data379.create_host_path !== undefined){
let data381 = data379.create_host_path;
const _errs830 = errors;
if((typeof data381 !== "boolean") && (typeof data381 !== "string")){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/bind/create_host_path",schemaPath:"#/properties/volumes/items/properties/bind/properties/create_host_path/type",keyword:"type",params:{type: schema7.properties.volumes.items.properties.bind.properties.create_host_path.type}}];
return false;
}
var valid145 = _errs830 === errors;
}
else {
var valid145 = true;
}
if(valid145){
if(data379.recursive !== undefined){
let data382 = data379.recursive;
const _errs832 = errors;
if(typeof data382 !== "string"){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/bind/recursive",schemaPath:"#/properties/volumes/items/properties/bind/properties/recursive/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!((((data382 === "enabled") || (data382 === "disabled")) || (data382 === "writable")) || (data382 === "readonly"))){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/bind/recursive",schemaPath:"#/properties/volumes/items/properties/bind/properties/recursive/enum",keyword:"enum",params:{allowedValues: schema7.properties.volumes.items.properties.bind.properties.recursive.enum}}];
return false;
}
var valid145 = _errs832 === errors;
}
else {
var valid145 = true;
}
if(valid145){
if(data379.selinux !== undefined){
let data383 = data379.selinux;
const _errs834 = errors;
if(typeof data383 !== "string"){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/bind/selinux",schemaPath:"#/properties/volumes/items/properties/bind/properties/selinux/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!((data383 === "z") || (data383 === "Z"))){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/bind/selinux",schemaPath:"#/properties/volumes/items/properties/bind/properties/selinux/enum",keyword:"enum",params:{allowedValues: schema7.properties.volumes.items.properties.bind.properties.selinux.enum}}];
return false;
}
var valid145 = _errs834 === errors;
}
else {
var valid145 = true;
}
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/bind",schemaPath:"#/properties/volumes/items/properties/bind/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid144 = _errs825 === errors;
}
else {
var valid144 = true;
}
if(valid144){
if(data373.volume !== undefined){
let data384 = data373.volume;
const _errs836 = errors;
if(errors === _errs836){
if(data384 && typeof data384 == "object" && !Array.isArray(data384)){
const _errs838 = errors;
for(const key73 in data384){
if(!((((key73 === "nocopy") || (key73 === "subpath")) || (key73 === "labels")) || (pattern0.test(key73)))){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/volume",schemaPath:"#/properties/volumes/items/properties/volume/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key73}}];
return false;
break;
}
}
if(_errs838 === errors){
if(data384.nocopy !== undefined){
let data385 = data384.nocopy;
const _errs839 = errors;
if((typeof data385 !== "boolean") && (typeof data385 !== "string")){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/volume/nocopy",schemaPath:"#/properties/volumes/items/properties/volume/properties/nocopy/type",keyword:"type",params:{type: schema7.properties.volumes.items.properties.volume.properties.nocopy.type}}];
return false;
}
var valid146 = _errs839 === errors;
}
else {
var valid146 = true;
}
if(valid146){
if(data384.subpath !== undefined){
const _errs841 = errors;
if(typeof data384.subpath !== "string"){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/volume/subpath",schemaPath:"#/properties/volumes/items/properties/volume/properties/subpath/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid146 = _errs841 === errors;
}
else {
var valid146 = true;
}
if(valid146){
if(data384.labels !== undefined){
let data387 = data384.labels;
const _errs843 = errors;
if(!data387 || typeof data387 != "object"){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/volume/labels",schemaPath:"#/properties/volumes/items/properties/volume/properties/labels/type",keyword:"type",params:{type: schema7.properties.volumes.items.properties.volume.properties.labels.type}}];
return false;
}
if(errors === _errs843){
if(Array.isArray(data387)){
var valid147 = true;
const len73 = data387.length;
for(let i73=0; i73<len73; i73++){
const _errs845 = errors;
if(typeof data387[i73] !== "string"){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/volume/labels/" + i73,schemaPath:"#/properties/volumes/items/properties/volume/properties/labels/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid147 = _errs845 === errors;
if(!valid147){
break;
}
}
}
if(errors === _errs843){
if(data387 && typeof data387 == "object" && !Array.isArray(data387)){
for(const key74 in data387){
let data389 = data387[key74];
const _errs848 = errors;
if((((typeof data389 !== "string") && (!((typeof data389 == "number") && (isFinite(data389))))) && (typeof data389 !== "boolean")) && (data389 !== null)){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/volume/labels/" + key74.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/volumes/items/properties/volume/properties/labels/additionalProperties/type",keyword:"type",params:{type: schema7.properties.volumes.items.properties.volume.properties.labels.additionalProperties.type}}];
return false;
}
var valid148 = _errs848 === errors;
if(!valid148){
break;
}
}
}
}
}
var valid146 = _errs843 === errors;
}
else {
var valid146 = true;
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/volume",schemaPath:"#/properties/volumes/items/properties/volume/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid144 = _errs836 === errors;
}
else {
var valid144 = true;
}
if(valid144){
if(data373.tmpfs !== undefined){
let data390 = data373.tmpfs;
const _errs850 = errors;
if(errors === _errs850){
if(data390 && typeof data390 == "object" && !Array.isArray(data390)){
const _errs852 = errors;
for(const key75 in data390){
if(!(((key75 === "size") || (key75 === "mode")) || (pattern0.test(key75)))){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/tmpfs",schemaPath:"#/properties/volumes/items/properties/tmpfs/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key75}}];
return false;
break;
}
}
if(_errs852 === errors){
if(data390.size !== undefined){
let data391 = data390.size;
const _errs853 = errors;
if((!(((typeof data391 == "number") && (!(data391 % 1) && !isNaN(data391))) && (isFinite(data391)))) && (typeof data391 !== "string")){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/tmpfs/size",schemaPath:"#/properties/volumes/items/properties/tmpfs/properties/size/type",keyword:"type",params:{type: schema7.properties.volumes.items.properties.tmpfs.properties.size.type}}];
return false;
}
if(errors === _errs853){
if((typeof data391 == "number") && (isFinite(data391))){
if(data391 < 0 || isNaN(data391)){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/tmpfs/size",schemaPath:"#/properties/volumes/items/properties/tmpfs/properties/size/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
var valid149 = _errs853 === errors;
}
else {
var valid149 = true;
}
if(valid149){
if(data390.mode !== undefined){
let data392 = data390.mode;
const _errs855 = errors;
if((!((typeof data392 == "number") && (isFinite(data392)))) && (typeof data392 !== "string")){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/tmpfs/mode",schemaPath:"#/properties/volumes/items/properties/tmpfs/properties/mode/type",keyword:"type",params:{type: schema7.properties.volumes.items.properties.tmpfs.properties.mode.type}}];
return false;
}
var valid149 = _errs855 === errors;
}
else {
var valid149 = true;
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/tmpfs",schemaPath:"#/properties/volumes/items/properties/tmpfs/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid144 = _errs850 === errors;
}
else {
var valid144 = true;
}
if(valid144){
if(data373.image !== undefined){
let data393 = data373.image;
const _errs857 = errors;
if(errors === _errs857){
if(data393 && typeof data393 == "object" && !Array.isArray(data393)){
const _errs859 = errors;
for(const key76 in data393){
if(!((key76 === "subpath") || (pattern0.test(key76)))){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/image",schemaPath:"#/properties/volumes/items/properties/image/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key76}}];
return false;
break;
}
}
if(_errs859 === errors){
if(data393.subpath !== undefined){
if(typeof data393.subpath !== "string"){
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/image/subpath",schemaPath:"#/properties/volumes/items/properties/image/properties/subpath/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/volumes/" + i72+"/image",schemaPath:"#/properties/volumes/items/properties/image/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid144 = _errs857 === errors;
}
else {
var valid144 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
var valid143 = _errs812 === errors;
if(!valid143){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/volumes",schemaPath:"#/properties/volumes/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs810 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.volumes_from !== undefined){
let data395 = data.volumes_from;
const _errs862 = errors;
if(errors === _errs862){
if(Array.isArray(data395)){
var valid151 = true;
const len74 = data395.length;
for(let i74=0; i74<len74; i74++){
const _errs864 = errors;
if(typeof data395[i74] !== "string"){
validate22.errors = [{instancePath:instancePath+"/volumes_from/" + i74,schemaPath:"#/properties/volumes_from/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid151 = _errs864 === errors;
if(!valid151){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/volumes_from",schemaPath:"#/properties/volumes_from/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs862 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.working_dir !== undefined){
const _errs866 = errors;
if(typeof data.working_dir !== "string"){
validate22.errors = [{instancePath:instancePath+"/working_dir",schemaPath:"#/properties/working_dir/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs866 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate22.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate22.errors = vErrors;
return errors === 0;
}

const schema9 = {"type":["object","null"],"properties":{"name":{"type":"string"},"driver":{"type":"string"},"driver_opts":{"type":"object","additionalProperties":{"type":["string","number"]}},"ipam":{"type":"object","properties":{"driver":{"type":"string"},"config":{"type":"array","items":{"type":"object","properties":{"subnet":{"type":"string"},"ip_range":{"type":"string"},"gateway":{"type":"string"},"aux_addresses":{"type":"object","additionalProperties":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false}},"options":{"type":"object","additionalProperties":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false},"external":{"type":["boolean","string","object"],"properties":{"name":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"internal":{"type":["boolean","string"]},"enable_ipv4":{"type":["boolean","string"]},"enable_ipv6":{"type":["boolean","string"]},"attachable":{"type":["boolean","string"]},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false};

function validate31(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((!(data && typeof data == "object" && !Array.isArray(data))) && (data !== null)){
validate31.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema9.type}}];
return false;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const _errs1 = errors;
for(const key0 in data){
if(!((func2.call(schema9.properties, key0)) || (pattern0.test(key0)))){
validate31.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
const _errs2 = errors;
if(typeof data.name !== "string"){
validate31.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.driver !== undefined){
const _errs4 = errors;
if(typeof data.driver !== "string"){
validate31.errors = [{instancePath:instancePath+"/driver",schemaPath:"#/properties/driver/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.driver_opts !== undefined){
let data2 = data.driver_opts;
const _errs6 = errors;
if(errors === _errs6){
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
for(const key1 in data2){
let data3 = data2[key1];
const _errs9 = errors;
if((typeof data3 !== "string") && (!((typeof data3 == "number") && (isFinite(data3))))){
validate31.errors = [{instancePath:instancePath+"/driver_opts/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/driver_opts/additionalProperties/type",keyword:"type",params:{type: schema9.properties.driver_opts.additionalProperties.type}}];
return false;
}
var valid1 = _errs9 === errors;
if(!valid1){
break;
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/driver_opts",schemaPath:"#/properties/driver_opts/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ipam !== undefined){
let data4 = data.ipam;
const _errs11 = errors;
if(errors === _errs11){
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
const _errs13 = errors;
for(const key2 in data4){
if(!((((key2 === "driver") || (key2 === "config")) || (key2 === "options")) || (pattern0.test(key2)))){
validate31.errors = [{instancePath:instancePath+"/ipam",schemaPath:"#/properties/ipam/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2}}];
return false;
break;
}
}
if(_errs13 === errors){
if(data4.driver !== undefined){
const _errs14 = errors;
if(typeof data4.driver !== "string"){
validate31.errors = [{instancePath:instancePath+"/ipam/driver",schemaPath:"#/properties/ipam/properties/driver/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid2 = _errs14 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data4.config !== undefined){
let data6 = data4.config;
const _errs16 = errors;
if(errors === _errs16){
if(Array.isArray(data6)){
var valid3 = true;
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
const _errs18 = errors;
if(errors === _errs18){
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
const _errs20 = errors;
for(const key3 in data7){
if(!(((((key3 === "subnet") || (key3 === "ip_range")) || (key3 === "gateway")) || (key3 === "aux_addresses")) || (pattern0.test(key3)))){
validate31.errors = [{instancePath:instancePath+"/ipam/config/" + i0,schemaPath:"#/properties/ipam/properties/config/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3}}];
return false;
break;
}
}
if(_errs20 === errors){
if(data7.subnet !== undefined){
const _errs21 = errors;
if(typeof data7.subnet !== "string"){
validate31.errors = [{instancePath:instancePath+"/ipam/config/" + i0+"/subnet",schemaPath:"#/properties/ipam/properties/config/items/properties/subnet/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid4 = _errs21 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data7.ip_range !== undefined){
const _errs23 = errors;
if(typeof data7.ip_range !== "string"){
validate31.errors = [{instancePath:instancePath+"/ipam/config/" + i0+"/ip_range",schemaPath:"#/properties/ipam/properties/config/items/properties/ip_range/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid4 = _errs23 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data7.gateway !== undefined){
const _errs25 = errors;
if(typeof data7.gateway !== "string"){
validate31.errors = [{instancePath:instancePath+"/ipam/config/" + i0+"/gateway",schemaPath:"#/properties/ipam/properties/config/items/properties/gateway/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid4 = _errs25 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data7.aux_addresses !== undefined){
let data11 = data7.aux_addresses;
const _errs27 = errors;
if(errors === _errs27){
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
for(const key4 in data11){
const _errs30 = errors;
if(typeof data11[key4] !== "string"){
validate31.errors = [{instancePath:instancePath+"/ipam/config/" + i0+"/aux_addresses/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/ipam/properties/config/items/properties/aux_addresses/additionalProperties/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid5 = _errs30 === errors;
if(!valid5){
break;
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/ipam/config/" + i0+"/aux_addresses",schemaPath:"#/properties/ipam/properties/config/items/properties/aux_addresses/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid4 = _errs27 === errors;
}
else {
var valid4 = true;
}
}
}
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/ipam/config/" + i0,schemaPath:"#/properties/ipam/properties/config/items/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid3 = _errs18 === errors;
if(!valid3){
break;
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/ipam/config",schemaPath:"#/properties/ipam/properties/config/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid2 = _errs16 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data4.options !== undefined){
let data13 = data4.options;
const _errs32 = errors;
if(errors === _errs32){
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key5 in data13){
const _errs35 = errors;
if(typeof data13[key5] !== "string"){
validate31.errors = [{instancePath:instancePath+"/ipam/options/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/ipam/properties/options/additionalProperties/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid6 = _errs35 === errors;
if(!valid6){
break;
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/ipam/options",schemaPath:"#/properties/ipam/properties/options/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid2 = _errs32 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/ipam",schemaPath:"#/properties/ipam/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.external !== undefined){
let data15 = data.external;
const _errs37 = errors;
if(((typeof data15 !== "boolean") && (typeof data15 !== "string")) && (!(data15 && typeof data15 == "object" && !Array.isArray(data15)))){
validate31.errors = [{instancePath:instancePath+"/external",schemaPath:"#/properties/external/type",keyword:"type",params:{type: schema9.properties.external.type}}];
return false;
}
if(errors === _errs37){
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
const _errs39 = errors;
for(const key6 in data15){
if(!((key6 === "name") || (pattern0.test(key6)))){
validate31.errors = [{instancePath:instancePath+"/external",schemaPath:"#/properties/external/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6}}];
return false;
break;
}
}
if(_errs39 === errors){
if(data15.name !== undefined){
if(typeof data15.name !== "string"){
validate31.errors = [{instancePath:instancePath+"/external/name",schemaPath:"#/properties/external/properties/name/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
}
}
var valid0 = _errs37 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.internal !== undefined){
let data17 = data.internal;
const _errs42 = errors;
if((typeof data17 !== "boolean") && (typeof data17 !== "string")){
validate31.errors = [{instancePath:instancePath+"/internal",schemaPath:"#/properties/internal/type",keyword:"type",params:{type: schema9.properties.internal.type}}];
return false;
}
var valid0 = _errs42 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.enable_ipv4 !== undefined){
let data18 = data.enable_ipv4;
const _errs44 = errors;
if((typeof data18 !== "boolean") && (typeof data18 !== "string")){
validate31.errors = [{instancePath:instancePath+"/enable_ipv4",schemaPath:"#/properties/enable_ipv4/type",keyword:"type",params:{type: schema9.properties.enable_ipv4.type}}];
return false;
}
var valid0 = _errs44 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.enable_ipv6 !== undefined){
let data19 = data.enable_ipv6;
const _errs46 = errors;
if((typeof data19 !== "boolean") && (typeof data19 !== "string")){
validate31.errors = [{instancePath:instancePath+"/enable_ipv6",schemaPath:"#/properties/enable_ipv6/type",keyword:"type",params:{type: schema9.properties.enable_ipv6.type}}];
return false;
}
var valid0 = _errs46 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.attachable !== undefined){
let data20 = data.attachable;
const _errs48 = errors;
if((typeof data20 !== "boolean") && (typeof data20 !== "string")){
validate31.errors = [{instancePath:instancePath+"/attachable",schemaPath:"#/properties/attachable/type",keyword:"type",params:{type: schema9.properties.attachable.type}}];
return false;
}
var valid0 = _errs48 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.labels !== undefined){
let data21 = data.labels;
const _errs50 = errors;
if(!data21 || typeof data21 != "object"){
validate31.errors = [{instancePath:instancePath+"/labels",schemaPath:"#/properties/labels/type",keyword:"type",params:{type: schema9.properties.labels.type}}];
return false;
}
if(errors === _errs50){
if(Array.isArray(data21)){
var valid8 = true;
const len1 = data21.length;
for(let i1=0; i1<len1; i1++){
const _errs52 = errors;
if(typeof data21[i1] !== "string"){
validate31.errors = [{instancePath:instancePath+"/labels/" + i1,schemaPath:"#/properties/labels/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid8 = _errs52 === errors;
if(!valid8){
break;
}
}
}
if(errors === _errs50){
if(data21 && typeof data21 == "object" && !Array.isArray(data21)){
for(const key7 in data21){
let data23 = data21[key7];
const _errs55 = errors;
if((((typeof data23 !== "string") && (!((typeof data23 == "number") && (isFinite(data23))))) && (typeof data23 !== "boolean")) && (data23 !== null)){
validate31.errors = [{instancePath:instancePath+"/labels/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/labels/additionalProperties/type",keyword:"type",params:{type: schema9.properties.labels.additionalProperties.type}}];
return false;
}
var valid9 = _errs55 === errors;
if(!valid9){
break;
}
}
}
}
}
var valid0 = _errs50 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
validate31.errors = vErrors;
return errors === 0;
}

const schema10 = {"type":["object","null"],"properties":{"name":{"type":"string"},"driver":{"type":"string"},"driver_opts":{"type":"object","additionalProperties":{"type":["string","number"]}},"external":{"type":["boolean","string","object"],"properties":{"name":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}}},"patternProperties":{"^x-":true},"additionalProperties":false};

function validate33(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((!(data && typeof data == "object" && !Array.isArray(data))) && (data !== null)){
validate33.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema10.type}}];
return false;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const _errs1 = errors;
for(const key0 in data){
if(!((((((key0 === "name") || (key0 === "driver")) || (key0 === "driver_opts")) || (key0 === "external")) || (key0 === "labels")) || (pattern0.test(key0)))){
validate33.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
const _errs2 = errors;
if(typeof data.name !== "string"){
validate33.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.driver !== undefined){
const _errs4 = errors;
if(typeof data.driver !== "string"){
validate33.errors = [{instancePath:instancePath+"/driver",schemaPath:"#/properties/driver/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.driver_opts !== undefined){
let data2 = data.driver_opts;
const _errs6 = errors;
if(errors === _errs6){
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
for(const key1 in data2){
let data3 = data2[key1];
const _errs9 = errors;
if((typeof data3 !== "string") && (!((typeof data3 == "number") && (isFinite(data3))))){
validate33.errors = [{instancePath:instancePath+"/driver_opts/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/driver_opts/additionalProperties/type",keyword:"type",params:{type: schema10.properties.driver_opts.additionalProperties.type}}];
return false;
}
var valid1 = _errs9 === errors;
if(!valid1){
break;
}
}
}
else {
validate33.errors = [{instancePath:instancePath+"/driver_opts",schemaPath:"#/properties/driver_opts/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.external !== undefined){
let data4 = data.external;
const _errs11 = errors;
if(((typeof data4 !== "boolean") && (typeof data4 !== "string")) && (!(data4 && typeof data4 == "object" && !Array.isArray(data4)))){
validate33.errors = [{instancePath:instancePath+"/external",schemaPath:"#/properties/external/type",keyword:"type",params:{type: schema10.properties.external.type}}];
return false;
}
if(errors === _errs11){
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
const _errs13 = errors;
for(const key2 in data4){
if(!((key2 === "name") || (pattern0.test(key2)))){
validate33.errors = [{instancePath:instancePath+"/external",schemaPath:"#/properties/external/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2}}];
return false;
break;
}
}
if(_errs13 === errors){
if(data4.name !== undefined){
if(typeof data4.name !== "string"){
validate33.errors = [{instancePath:instancePath+"/external/name",schemaPath:"#/properties/external/properties/name/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.labels !== undefined){
let data6 = data.labels;
const _errs16 = errors;
if(!data6 || typeof data6 != "object"){
validate33.errors = [{instancePath:instancePath+"/labels",schemaPath:"#/properties/labels/type",keyword:"type",params:{type: schema10.properties.labels.type}}];
return false;
}
if(errors === _errs16){
if(Array.isArray(data6)){
var valid3 = true;
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
const _errs18 = errors;
if(typeof data6[i0] !== "string"){
validate33.errors = [{instancePath:instancePath+"/labels/" + i0,schemaPath:"#/properties/labels/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid3 = _errs18 === errors;
if(!valid3){
break;
}
}
}
if(errors === _errs16){
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
for(const key3 in data6){
let data8 = data6[key3];
const _errs21 = errors;
if((((typeof data8 !== "string") && (!((typeof data8 == "number") && (isFinite(data8))))) && (typeof data8 !== "boolean")) && (data8 !== null)){
validate33.errors = [{instancePath:instancePath+"/labels/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/labels/additionalProperties/type",keyword:"type",params:{type: schema10.properties.labels.additionalProperties.type}}];
return false;
}
var valid4 = _errs21 === errors;
if(!valid4){
break;
}
}
}
}
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
validate33.errors = vErrors;
return errors === 0;
}

const schema11 = {"type":["object","null"],"properties":{"name":{"type":"string"},"file":{"type":"string"},"environment":{"type":"string"},"external":{"type":["boolean","string","object"],"properties":{"name":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"template_driver":{"type":"string"},"driver":{"type":"string"},"driver_opts":{"type":"object","additionalProperties":{"type":["string","number"]}}},"patternProperties":{"^x-":true},"additionalProperties":false};

function validate35(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((!(data && typeof data == "object" && !Array.isArray(data))) && (data !== null)){
validate35.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema11.type}}];
return false;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const _errs1 = errors;
for(const key0 in data){
if(!(((((((((key0 === "name") || (key0 === "file")) || (key0 === "environment")) || (key0 === "external")) || (key0 === "labels")) || (key0 === "template_driver")) || (key0 === "driver")) || (key0 === "driver_opts")) || (pattern0.test(key0)))){
validate35.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
const _errs2 = errors;
if(typeof data.name !== "string"){
validate35.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.file !== undefined){
const _errs4 = errors;
if(typeof data.file !== "string"){
validate35.errors = [{instancePath:instancePath+"/file",schemaPath:"#/properties/file/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.environment !== undefined){
const _errs6 = errors;
if(typeof data.environment !== "string"){
validate35.errors = [{instancePath:instancePath+"/environment",schemaPath:"#/properties/environment/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.external !== undefined){
let data3 = data.external;
const _errs8 = errors;
if(((typeof data3 !== "boolean") && (typeof data3 !== "string")) && (!(data3 && typeof data3 == "object" && !Array.isArray(data3)))){
validate35.errors = [{instancePath:instancePath+"/external",schemaPath:"#/properties/external/type",keyword:"type",params:{type: schema11.properties.external.type}}];
return false;
}
if(errors === _errs8){
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
const _errs10 = errors;
for(const key1 in data3){
if(!((key1 === "name") || (pattern0.test(key1)))){
validate35.errors = [{instancePath:instancePath+"/external",schemaPath:"#/properties/external/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs10 === errors){
if(data3.name !== undefined){
if(typeof data3.name !== "string"){
validate35.errors = [{instancePath:instancePath+"/external/name",schemaPath:"#/properties/external/properties/name/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.labels !== undefined){
let data5 = data.labels;
const _errs13 = errors;
if(!data5 || typeof data5 != "object"){
validate35.errors = [{instancePath:instancePath+"/labels",schemaPath:"#/properties/labels/type",keyword:"type",params:{type: schema11.properties.labels.type}}];
return false;
}
if(errors === _errs13){
if(Array.isArray(data5)){
var valid2 = true;
const len0 = data5.length;
for(let i0=0; i0<len0; i0++){
const _errs15 = errors;
if(typeof data5[i0] !== "string"){
validate35.errors = [{instancePath:instancePath+"/labels/" + i0,schemaPath:"#/properties/labels/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid2 = _errs15 === errors;
if(!valid2){
break;
}
}
}
if(errors === _errs13){
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
for(const key2 in data5){
let data7 = data5[key2];
const _errs18 = errors;
if((((typeof data7 !== "string") && (!((typeof data7 == "number") && (isFinite(data7))))) && (typeof data7 !== "boolean")) && (data7 !== null)){
validate35.errors = [{instancePath:instancePath+"/labels/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/labels/additionalProperties/type",keyword:"type",params:{type: schema11.properties.labels.additionalProperties.type}}];
return false;
}
var valid3 = _errs18 === errors;
if(!valid3){
break;
}
}
}
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.template_driver !== undefined){
const _errs20 = errors;
if(typeof data.template_driver !== "string"){
validate35.errors = [{instancePath:instancePath+"/template_driver",schemaPath:"#/properties/template_driver/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs20 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.driver !== undefined){
const _errs22 = errors;
if(typeof data.driver !== "string"){
validate35.errors = [{instancePath:instancePath+"/driver",schemaPath:"#/properties/driver/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs22 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.driver_opts !== undefined){
let data10 = data.driver_opts;
const _errs24 = errors;
if(errors === _errs24){
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
for(const key3 in data10){
let data11 = data10[key3];
const _errs27 = errors;
if((typeof data11 !== "string") && (!((typeof data11 == "number") && (isFinite(data11))))){
validate35.errors = [{instancePath:instancePath+"/driver_opts/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/driver_opts/additionalProperties/type",keyword:"type",params:{type: schema11.properties.driver_opts.additionalProperties.type}}];
return false;
}
var valid4 = _errs27 === errors;
if(!valid4){
break;
}
}
}
else {
validate35.errors = [{instancePath:instancePath+"/driver_opts",schemaPath:"#/properties/driver_opts/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs24 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
validate35.errors = vErrors;
return errors === 0;
}

const schema12 = {"type":["object","null"],"properties":{"name":{"type":"string"},"file":{"type":"string"},"environment":{"type":"string"},"external":{"type":["boolean","string","object"],"properties":{"name":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false},"labels":{"type":["object","array"],"additionalProperties":{"type":["string","number","boolean","null"]},"items":{"type":"string"}},"template_driver":{"type":"string"},"content":{"type":"string"}},"patternProperties":{"^x-":true},"additionalProperties":false};

function validate37(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((!(data && typeof data == "object" && !Array.isArray(data))) && (data !== null)){
validate37.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema12.type}}];
return false;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const _errs1 = errors;
for(const key0 in data){
if(!((((((((key0 === "name") || (key0 === "file")) || (key0 === "environment")) || (key0 === "external")) || (key0 === "labels")) || (key0 === "template_driver")) || (key0 === "content")) || (pattern0.test(key0)))){
validate37.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
const _errs2 = errors;
if(typeof data.name !== "string"){
validate37.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.file !== undefined){
const _errs4 = errors;
if(typeof data.file !== "string"){
validate37.errors = [{instancePath:instancePath+"/file",schemaPath:"#/properties/file/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.environment !== undefined){
const _errs6 = errors;
if(typeof data.environment !== "string"){
validate37.errors = [{instancePath:instancePath+"/environment",schemaPath:"#/properties/environment/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.external !== undefined){
let data3 = data.external;
const _errs8 = errors;
if(((typeof data3 !== "boolean") && (typeof data3 !== "string")) && (!(data3 && typeof data3 == "object" && !Array.isArray(data3)))){
validate37.errors = [{instancePath:instancePath+"/external",schemaPath:"#/properties/external/type",keyword:"type",params:{type: schema12.properties.external.type}}];
return false;
}
if(errors === _errs8){
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
const _errs10 = errors;
for(const key1 in data3){
if(!((key1 === "name") || (pattern0.test(key1)))){
validate37.errors = [{instancePath:instancePath+"/external",schemaPath:"#/properties/external/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs10 === errors){
if(data3.name !== undefined){
if(typeof data3.name !== "string"){
validate37.errors = [{instancePath:instancePath+"/external/name",schemaPath:"#/properties/external/properties/name/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.labels !== undefined){
let data5 = data.labels;
const _errs13 = errors;
if(!data5 || typeof data5 != "object"){
validate37.errors = [{instancePath:instancePath+"/labels",schemaPath:"#/properties/labels/type",keyword:"type",params:{type: schema12.properties.labels.type}}];
return false;
}
if(errors === _errs13){
if(Array.isArray(data5)){
var valid2 = true;
const len0 = data5.length;
for(let i0=0; i0<len0; i0++){
const _errs15 = errors;
if(typeof data5[i0] !== "string"){
validate37.errors = [{instancePath:instancePath+"/labels/" + i0,schemaPath:"#/properties/labels/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid2 = _errs15 === errors;
if(!valid2){
break;
}
}
}
if(errors === _errs13){
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
for(const key2 in data5){
let data7 = data5[key2];
const _errs18 = errors;
if((((typeof data7 !== "string") && (!((typeof data7 == "number") && (isFinite(data7))))) && (typeof data7 !== "boolean")) && (data7 !== null)){
validate37.errors = [{instancePath:instancePath+"/labels/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/labels/additionalProperties/type",keyword:"type",params:{type: schema12.properties.labels.additionalProperties.type}}];
return false;
}
var valid3 = _errs18 === errors;
if(!valid3){
break;
}
}
}
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.template_driver !== undefined){
const _errs20 = errors;
if(typeof data.template_driver !== "string"){
validate37.errors = [{instancePath:instancePath+"/template_driver",schemaPath:"#/properties/template_driver/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs20 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.content !== undefined){
const _errs22 = errors;
if(typeof data.content !== "string"){
validate37.errors = [{instancePath:instancePath+"/content",schemaPath:"#/properties/content/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs22 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
validate37.errors = vErrors;
return errors === 0;
}


function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const _errs1 = errors;
for(const key0 in data){
if(!((func2.call(schema6.properties, key0)) || (pattern0.test(key0)))){
validate21.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.version !== undefined){
let data0 = data.version;
const _errs2 = errors;
if((typeof data0 !== "string") && (!((typeof data0 == "number") && (isFinite(data0))))){
validate21.errors = [{instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: schema6.properties.version.type}}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
const _errs4 = errors;
if(typeof data.name !== "string"){
validate21.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.include !== undefined){
let data2 = data.include;
const _errs6 = errors;
if(errors === _errs6){
if(Array.isArray(data2)){
var valid1 = true;
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
const _errs8 = errors;
if((typeof data3 !== "string") && (!(data3 && typeof data3 == "object" && !Array.isArray(data3)))){
validate21.errors = [{instancePath:instancePath+"/include/" + i0,schemaPath:"#/properties/include/items/type",keyword:"type",params:{type: schema6.properties.include.items.type}}];
return false;
}
if(errors === _errs8){
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
const _errs10 = errors;
for(const key1 in data3){
if(!(((key1 === "path") || (key1 === "env_file")) || (key1 === "project_directory"))){
validate21.errors = [{instancePath:instancePath+"/include/" + i0,schemaPath:"#/properties/include/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs10 === errors){
if(data3.path !== undefined){
let data4 = data3.path;
const _errs11 = errors;
if((typeof data4 !== "string") && (!(Array.isArray(data4)))){
validate21.errors = [{instancePath:instancePath+"/include/" + i0+"/path",schemaPath:"#/properties/include/items/properties/path/type",keyword:"type",params:{type: schema6.properties.include.items.properties.path.type}}];
return false;
}
if(errors === _errs11){
if(Array.isArray(data4)){
var valid3 = true;
const len1 = data4.length;
for(let i1=0; i1<len1; i1++){
const _errs13 = errors;
if(typeof data4[i1] !== "string"){
validate21.errors = [{instancePath:instancePath+"/include/" + i0+"/path/" + i1,schemaPath:"#/properties/include/items/properties/path/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid3 = _errs13 === errors;
if(!valid3){
break;
}
}
}
}
var valid2 = _errs11 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.env_file !== undefined){
let data6 = data3.env_file;
const _errs15 = errors;
if((typeof data6 !== "string") && (!(Array.isArray(data6)))){
validate21.errors = [{instancePath:instancePath+"/include/" + i0+"/env_file",schemaPath:"#/properties/include/items/properties/env_file/type",keyword:"type",params:{type: schema6.properties.include.items.properties.env_file.type}}];
return false;
}
if(errors === _errs15){
if(Array.isArray(data6)){
var valid4 = true;
const len2 = data6.length;
for(let i2=0; i2<len2; i2++){
const _errs17 = errors;
if(typeof data6[i2] !== "string"){
validate21.errors = [{instancePath:instancePath+"/include/" + i0+"/env_file/" + i2,schemaPath:"#/properties/include/items/properties/env_file/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid4 = _errs17 === errors;
if(!valid4){
break;
}
}
}
}
var valid2 = _errs15 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.project_directory !== undefined){
const _errs19 = errors;
if(typeof data3.project_directory !== "string"){
validate21.errors = [{instancePath:instancePath+"/include/" + i0+"/project_directory",schemaPath:"#/properties/include/items/properties/project_directory/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid2 = _errs19 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
var valid1 = _errs8 === errors;
if(!valid1){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/include",schemaPath:"#/properties/include/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.services !== undefined){
let data9 = data.services;
const _errs21 = errors;
if(errors === _errs21){
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
for(const key2 in data9){
const _errs23 = errors;
if(typeof key2 === "string"){
if(!pattern1.test(key2)){
const err0 = {instancePath:instancePath+"/services",schemaPath:"#/properties/services/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[a-zA-Z0-9._-]+$"},propertyName:key2};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
var valid5 = _errs23 === errors;
if(!valid5){
const err1 = {instancePath:instancePath+"/services",schemaPath:"#/properties/services/propertyNames",keyword:"propertyNames",params:{propertyName: key2}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
validate21.errors = vErrors;
return false;
break;
}
}
if(valid5){
for(const key3 in data9){
const _errs25 = errors;
if(!(validate22(data9[key3], {instancePath:instancePath+"/services/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data9,parentDataProperty:key3,rootData}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
var valid6 = _errs25 === errors;
if(!valid6){
break;
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/services",schemaPath:"#/properties/services/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.networks !== undefined){
let data11 = data.networks;
const _errs26 = errors;
if(errors === _errs26){
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
for(const key4 in data11){
const _errs28 = errors;
if(typeof key4 === "string"){
if(!pattern1.test(key4)){
const err2 = {instancePath:instancePath+"/networks",schemaPath:"#/properties/networks/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[a-zA-Z0-9._-]+$"},propertyName:key4};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
var valid7 = _errs28 === errors;
if(!valid7){
const err3 = {instancePath:instancePath+"/networks",schemaPath:"#/properties/networks/propertyNames",keyword:"propertyNames",params:{propertyName: key4}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
validate21.errors = vErrors;
return false;
break;
}
}
if(valid7){
for(const key5 in data11){
const _errs30 = errors;
if(!(validate31(data11[key5], {instancePath:instancePath+"/networks/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data11,parentDataProperty:key5,rootData}))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
var valid8 = _errs30 === errors;
if(!valid8){
break;
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/networks",schemaPath:"#/properties/networks/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs26 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.volumes !== undefined){
let data13 = data.volumes;
const _errs31 = errors;
if(errors === _errs31){
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key6 in data13){
const _errs33 = errors;
if(typeof key6 === "string"){
if(!pattern1.test(key6)){
const err4 = {instancePath:instancePath+"/volumes",schemaPath:"#/properties/volumes/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[a-zA-Z0-9._-]+$"},propertyName:key6};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
var valid9 = _errs33 === errors;
if(!valid9){
const err5 = {instancePath:instancePath+"/volumes",schemaPath:"#/properties/volumes/propertyNames",keyword:"propertyNames",params:{propertyName: key6}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
validate21.errors = vErrors;
return false;
break;
}
}
if(valid9){
for(const key7 in data13){
const _errs35 = errors;
if(!(validate33(data13[key7], {instancePath:instancePath+"/volumes/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data13,parentDataProperty:key7,rootData}))){
vErrors = vErrors === null ? validate33.errors : vErrors.concat(validate33.errors);
errors = vErrors.length;
}
var valid10 = _errs35 === errors;
if(!valid10){
break;
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/volumes",schemaPath:"#/properties/volumes/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs31 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.secrets !== undefined){
let data15 = data.secrets;
const _errs36 = errors;
if(errors === _errs36){
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
for(const key8 in data15){
const _errs38 = errors;
if(typeof key8 === "string"){
if(!pattern1.test(key8)){
const err6 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[a-zA-Z0-9._-]+$"},propertyName:key8};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
var valid11 = _errs38 === errors;
if(!valid11){
const err7 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/propertyNames",keyword:"propertyNames",params:{propertyName: key8}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
validate21.errors = vErrors;
return false;
break;
}
}
if(valid11){
for(const key9 in data15){
const _errs40 = errors;
if(!(validate35(data15[key9], {instancePath:instancePath+"/secrets/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data15,parentDataProperty:key9,rootData}))){
vErrors = vErrors === null ? validate35.errors : vErrors.concat(validate35.errors);
errors = vErrors.length;
}
var valid12 = _errs40 === errors;
if(!valid12){
break;
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs36 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.configs !== undefined){
let data17 = data.configs;
const _errs41 = errors;
if(errors === _errs41){
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
for(const key10 in data17){
const _errs43 = errors;
if(typeof key10 === "string"){
if(!pattern1.test(key10)){
const err8 = {instancePath:instancePath+"/configs",schemaPath:"#/properties/configs/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[a-zA-Z0-9._-]+$"},propertyName:key10};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
var valid13 = _errs43 === errors;
if(!valid13){
const err9 = {instancePath:instancePath+"/configs",schemaPath:"#/properties/configs/propertyNames",keyword:"propertyNames",params:{propertyName: key10}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
validate21.errors = vErrors;
return false;
break;
}
}
if(valid13){
for(const key11 in data17){
const _errs45 = errors;
if(!(validate37(data17[key11], {instancePath:instancePath+"/configs/" + key11.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data17,parentDataProperty:key11,rootData}))){
vErrors = vErrors === null ? validate37.errors : vErrors.concat(validate37.errors);
errors = vErrors.length;
}
var valid14 = _errs45 === errors;
if(!valid14){
break;
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/configs",schemaPath:"#/properties/configs/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs41 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.models !== undefined){
let data19 = data.models;
const _errs46 = errors;
if(errors === _errs46){
if(data19 && typeof data19 == "object" && !Array.isArray(data19)){
for(const key12 in data19){
const _errs48 = errors;
if(typeof key12 === "string"){
if(!pattern1.test(key12)){
const err10 = {instancePath:instancePath+"/models",schemaPath:"#/properties/models/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[a-zA-Z0-9._-]+$"},propertyName:key12};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
var valid15 = _errs48 === errors;
if(!valid15){
const err11 = {instancePath:instancePath+"/models",schemaPath:"#/properties/models/propertyNames",keyword:"propertyNames",params:{propertyName: key12}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
validate21.errors = vErrors;
return false;
break;
}
}
if(valid15){
for(const key13 in data19){
let data20 = data19[key13];
const _errs50 = errors;
if(errors === _errs50){
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
let missing0;
if((data20.model === undefined) && (missing0 = "model")){
validate21.errors = [{instancePath:instancePath+"/models/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/models/additionalProperties/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs52 = errors;
for(const key14 in data20){
if(!(((((key14 === "name") || (key14 === "model")) || (key14 === "context_size")) || (key14 === "runtime_flags")) || (pattern0.test(key14)))){
validate21.errors = [{instancePath:instancePath+"/models/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/models/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14}}];
return false;
break;
}
}
if(_errs52 === errors){
if(data20.name !== undefined){
const _errs53 = errors;
if(typeof data20.name !== "string"){
validate21.errors = [{instancePath:instancePath+"/models/" + key13.replace(/~/g, "~0").replace(/\//g, "~1")+"/name",schemaPath:"#/properties/models/additionalProperties/properties/name/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid17 = _errs53 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data20.model !== undefined){
const _errs55 = errors;
if(typeof data20.model !== "string"){
validate21.errors = [{instancePath:instancePath+"/models/" + key13.replace(/~/g, "~0").replace(/\//g, "~1")+"/model",schemaPath:"#/properties/models/additionalProperties/properties/model/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid17 = _errs55 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data20.context_size !== undefined){
let data23 = data20.context_size;
const _errs57 = errors;
if((!(((typeof data23 == "number") && (!(data23 % 1) && !isNaN(data23))) && (isFinite(data23)))) && (typeof data23 !== "string")){
validate21.errors = [{instancePath:instancePath+"/models/" + key13.replace(/~/g, "~0").replace(/\//g, "~1")+"/context_size",schemaPath:"#/properties/models/additionalProperties/properties/context_size/type",keyword:"type",params:{type: schema6.properties.models.additionalProperties.properties.context_size.type}}];
return false;
}
var valid17 = _errs57 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data20.runtime_flags !== undefined){
let data24 = data20.runtime_flags;
const _errs59 = errors;
if(errors === _errs59){
if(Array.isArray(data24)){
var valid18 = true;
const len3 = data24.length;
for(let i3=0; i3<len3; i3++){
const _errs61 = errors;
if(typeof data24[i3] !== "string"){
validate21.errors = [{instancePath:instancePath+"/models/" + key13.replace(/~/g, "~0").replace(/\//g, "~1")+"/runtime_flags/" + i3,schemaPath:"#/properties/models/additionalProperties/properties/runtime_flags/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid18 = _errs61 === errors;
if(!valid18){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/models/" + key13.replace(/~/g, "~0").replace(/\//g, "~1")+"/runtime_flags",schemaPath:"#/properties/models/additionalProperties/properties/runtime_flags/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid17 = _errs59 === errors;
}
else {
var valid17 = true;
}
}
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/models/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/models/additionalProperties/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid16 = _errs50 === errors;
if(!valid16){
break;
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/models",schemaPath:"#/properties/models/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs46 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
else {
validate21.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate21.errors = vErrors;
return errors === 0;
}
