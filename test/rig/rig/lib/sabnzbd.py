"""SABnzbd over its API, fed by the swarm's NNTP server."""
import json
import os
import shutil
import subprocess
import time
import urllib.parse

import common
import payload
import plan
from base import Client

API_KEY = "0123456789abcdef0123456789abcdef"
NZB_KEY = "fedcba9876543210fedcba9876543210"
SEGMENT = 96 * 1024


class Sabnzbd(Client):
    kind = "sabnzbd"
    binary = "sabnzbdplus"
    ports = ("web",)

    @property
    def url(self):
        return f"http://{common.HOST}:{self.port['web']}/sabnzbd"

    def prepare(self):
        # A server timeout of 20 s, SABnzbd's least: 5.1.3 sometimes misses the greeting on its first connections and
        # then sits out the whole timeout, which must end before the waits in populate() do.
        for sub in ("incomplete", "complete", "scripts", "admin", "nzb"):
            os.makedirs(os.path.join(self.dir, sub), exist_ok=True)
        ini = f"""__version__ = 19
__encoding__ = utf-8
[misc]
host = {common.HOST}
port = {self.port['web']}
api_key = {API_KEY}
nzb_key = {NZB_KEY}
host_whitelist = localhost,
inet_exposure = 0
auto_browser = 0
check_new_rel = 0
enable_broadcast = 0
selftest_host = localhost
url_base = /sabnzbd
language = en
download_dir = {self.dir}/incomplete
complete_dir = {self.dir}/complete
script_dir = {self.dir}/scripts
admin_dir = {self.dir}/admin
log_dir = {self.dir}/logs
dirscan_dir = ""
cache_limit = 32M
download_free = 0
propagation_delay = 1440
direct_unpack = 0
direct_unpack_tested = 1
notified_new_skin = 2
sorters_converted = 1
tray_icon = 0
keep_awake = 0
no_dupes = 0
no_penalties = 1
safe_postproc = 1
pause_on_pwrar = 1
max_url_retries = 10
history_limit = 50
[logging]
log_level = 1
[servers]
[[rig]]
name = rig
displayname = rig
host = {common.HOST}
port = {self.port['nntp']}
timeout = 20
username = {common.USER}
password = {common.PASSWORD}
connections = 3
ssl = 0
enable = 1
required = 0
optional = 0
retention = 0
priority = 0
[categories]
[[*]]
name = *
order = 0
pp = 3
script = None
dir = ""
priority = 0
"""
        for n, cat in enumerate(("tv-sonarr", "radarr", "movies", "tv"), 1):
            ini += f'[[{cat}]]\nname = {cat}\norder = {n}\npp = ""\nscript = Default\ndir = {cat}\npriority = -100\n'
        common.write(os.path.join(self.dir, "sabnzbd.ini"), ini)
        # Holds a job in post-processing: ends with `rig/ctl release`, with SABnzbd, or after two hours.
        common.write(os.path.join(self.dir, "scripts", "hold.sh"), f"""#!/bin/sh
echo "rig: holding this job"
parent=$PPID
n=0
while [ $n -lt 7200 ] && [ ! -e '{self.dir}/release' ] && kill -0 "$parent" 2>/dev/null; do
  sleep 1
  n=$((n + 1))
done
echo "rig: released"
""", 0o755)

    def plan_items(self):
        """Build the NZBs; returns the swarm's part of them."""
        swarm = {}
        for item in plan.nzbs(self.instance):
            self.items.append(item)
            item["id"] = None
            if item.get("url"):
                continue
            key = f"{self.instance}-{item['key']}"
            files = [{"name": item["name"] + ".mkv", "size": item["size"], "segment": SEGMENT, "seed": item["name"],
                      "missing": item["missing"]}]
            if item.get("par2"):
                files = self.par2_files(item)
            elif item.get("locked"):
                files = self.locked_files(item)
            date = int(time.time()) - item["age_days"] * 86400
            common.write(common.path("files", key + ".nzb"), payload.build_nzb(item["name"], key, files, date))
            # The first megabyte is free: SABnzbd looks at other jobs until it has a job's first article.
            swarm[key] = {"rate": item["rate"], "burst": 1 << 20, "files": files}
            item["swarm"] = key
        return swarm

    def disk_file(self, path, **more):
        return {"name": os.path.basename(path), "size": os.path.getsize(path), "segment": SEGMENT, "path": path, **more}

    def par2_files(self, item):
        """A post with recovery volumes and one lost article, which par2 repairs."""
        folder = os.path.join(self.dir, "nzb", item["key"])
        main = os.path.join(folder, item["name"] + ".mkv")
        payload.write_file(main, item["name"], 0, item["size"])
        subprocess.run(["par2", "create", "-q", "-q", f"-s{SEGMENT // 2}", "-c8", "-n1", main], check=True,
                       env=common.environment(), stdout=subprocess.DEVNULL, timeout=60)
        extra = sorted(n for n in os.listdir(folder) if n.endswith(".par2"))
        return [self.disk_file(main, missing=[4])] + [self.disk_file(os.path.join(folder, n)) for n in extra]

    def locked_files(self, item):
        """A post whose archive needs a password that nobody has: fails to unpack."""
        folder = os.path.join(self.dir, "nzb", item["key"])
        main, archive = os.path.join(folder, item["name"] + ".mkv"), os.path.join(folder, item["name"] + ".7z")
        payload.write_file(main, item["name"], 0, item["size"])
        program = next((p for p in ("7zz", "7z", "7za") if shutil.which(p)), "7zz")
        subprocess.run([program, "a", "-bd", "-mx0", "-mhe=on", "-pnobody-knows", archive, main], check=True,
                       env=common.environment(), stdout=subprocess.DEVNULL, timeout=60)
        os.remove(main)
        return [self.disk_file(archive)]

    def start(self):
        self.spawn(self.instance, self.argv("-f", os.path.join(self.dir, "sabnzbd.ini"), "-b", "0",
                                            "-s", f"{common.HOST}:{self.port['web']}", "--console"))
        common.wait_port(self.instance, self.port["web"], 45)
        self.version = common.wait("sabnzbd api", lambda: self.api("version"), 30)["version"]

    def call(self, mode, files=None, **query):
        query = {"mode": mode, "output": "json", "apikey": API_KEY, **query}
        if files:
            data, headers = common.multipart(query, files)
            return common.http_call(self.url + "/api", data, headers)
        return common.http_call(self.url + "/api?" + urllib.parse.urlencode(query))

    def api(self, mode, files=None, **query):
        status, _, body = self.call(mode, files, **query)
        if status != 200:
            raise common.RigError(f"sabnzbd {mode}: HTTP {status}")
        value = json.loads(body)
        if isinstance(value, dict) and value.get("status") is False:
            raise common.RigError(f"sabnzbd {mode}: {value.get('error')}")
        return value

    def add(self, item, **form):
        form = {"cat": item["category"], **form}
        if item.get("url"):
            where = {"busy": "busy", "missing": "files/none"}[item["url"]]
            url = f"http://{common.HOST}:{self.port['tracker']}/{where}/{item['name']}.nzb"
            answer = self.api("addurl", name=url, nzbname=item["name"], **form)
        else:
            if item.get("hold"):
                form["script"] = "hold.sh"
            with open(common.path("files", item["swarm"] + ".nzb"), "rb") as f:
                answer = self.api("addfile", [("name", item["name"] + ".nzb", f.read())], **form)
        item["id"] = answer["nzo_ids"][0]

    def slots(self, mode):
        return {s["nzo_id"]: s for s in self.api(mode, limit=100)[mode]["slots"]}

    def populate(self):
        hold = self.find("post-processing")
        early = [i for i in self.items if i["where"] == "history" and not i.get("hold") and i["key"] != "post-queued"]
        for item in early:
            self.add(item)

        def ended():
            now = self.slots("history")
            return all(now.get(i["id"], {}).get("status") in ("Completed", "Failed") for i in early)
        common.wait("sabnzbd history", ended, 60, 0.25)
        self.add(hold)
        common.wait("sabnzbd post-processing", lambda: self.slots("history").get(hold["id"], {}).get("status") == "Running", 30)
        behind = self.find("post-queued")
        self.add(behind)
        common.wait("sabnzbd post queue", lambda: behind["id"] in self.slots("history"), 30)
        for item in self.items:
            if item["where"] == "queue":
                self.add(item, **({"priority": "-2"} if item["key"] == "paused" else {}))
            if item["key"] == "downloading":
                common.wait("sabnzbd download", lambda: float(self.slots("queue")[self.find("downloading")["id"]]["percentage"]) > 0, 30)

    EXPECT = {
        "completed": ("Completed", lambda s: True),
        "completed-movie": ("Completed", lambda s: True),
        "repaired": ("Completed", lambda s: any(x["name"] == "Repair" for x in s["stage_log"])),
        "failed": ("Failed", lambda s: s["fail_message"] != ""),
        "failed-unpack": ("Failed", lambda s: s["fail_message"] != ""),
        "failed-fetch": ("Failed", lambda s: s["fail_message"] != ""),
        "post-processing": ("Running", lambda s: True),
        "post-queued": ("Queued", lambda s: True),
        "downloading": ("Downloading", lambda s: 0 < float(s["mbleft"]) < float(s["mb"]) and s["timeleft"] != "0:00:00"),
        # SABnzbd says "Downloading" of every job that is not held back; "Queued" only while all is paused.
        "queued": ("Downloading", lambda s: s["percentage"] == "0" and s["index"] > 0),
        "paused": ("Paused", lambda s: True),
        "propagating": ("Propagating", lambda s: True),
        "fetching": ("Grabbing", lambda s: True),
    }

    def snapshot(self):
        now = {"queue": self.slots("queue"), "history": self.slots("history")}
        for item in self.items:
            s = now[item["where"]].get(item["id"])
            if s is None:
                yield item["key"], False, f"not in the {item['where']}"
                continue
            status, check = self.EXPECT[item["key"]]
            text = f"{item['where']}: {s['status']}"
            if item["where"] == "queue":
                text += f" {s['percentage']}% left={s['timeleft']} of {s['size']}" + (f" {s['labels']}" if s["labels"] else "")
            elif s["fail_message"] or s["action_line"]:
                text += f" \"{s['fail_message'] or s['action_line']}\""
            yield item["key"], s["status"] == status and bool(check(s)), text

    def describe(self):
        return {"url": self.url, "host": common.HOST, "port": self.port["web"], "rpcPath": "/sabnzbd/api",
                "apiKey": API_KEY, "nzbKey": NZB_KEY}

    def capture(self, save):
        def got(mode, **query):
            return json.loads(self.call(mode, **query)[2])
        save("version.json", got("version"))
        save("auth.json", got("auth"))
        save("queue.json", got("queue"))
        save("queue.limit-2.json", got("queue", start=1, limit=2))
        save("history.json", got("history"))
        save("history.failed-only.json", got("history", failed_only=1))
        save("fullstatus.json", got("fullstatus", skip_dashboard=1))
        save("status.json", got("status", skip_dashboard=1))
        save("server_stats.json", got("server_stats"))
        save("get_cats.json", got("get_cats"))
        save("get_scripts.json", got("get_scripts"))
        save("warnings.json", got("warnings"))
        save("get_config.misc-complete_dir.json", got("get_config", section="misc", keyword="complete_dir"))
        save("get_config.categories.json", got("get_config", section="categories"))
        save("get_files.downloading.json", got("get_files", value=self.find("downloading")["id"]))
        save("unknown-mode.json", got("nope"))
        status, headers, body = common.http_call(self.url + "/api?mode=queue&output=json&apikey=wrong")
        save("wrong-key.txt", f"HTTP {status}\n{headers}\n{body.decode(errors='replace')}")
        self.api("pause")
        common.wait("sabnzbd paused", lambda: self.api("queue")["queue"]["paused"])
        save("queue.globally-paused.json", got("queue"))
        self.api("resume")
