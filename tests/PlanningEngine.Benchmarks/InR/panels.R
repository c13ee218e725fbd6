# Writes series of panels that come with packages of R, where those are installed (apt-get install r-cran-ggplot2 r-cran-dslabs r-cran-surveillance r-cran-modeldata).
# Rscript panels.R OUTPUT.csv
# OUTPUT: series_id,period,value in time order; unknown values are empty. Short series and such as take few values or are zero in more than one of ten are left out.
arguments <- commandArgs(TRUE)
out <- file(arguments[1], "w")
writeLines("series_id,period,value", out)
keep <- function(id, period, y) {
  known <- which(!is.na(y))
  if (length(known) == 0) return()
  y <- as.numeric(y)[min(known):max(known)]
  if (length(y) < 24 || mean(is.na(y)) > 0.3 || length(unique(y)) < 4 || mean(y == 0, na.rm = TRUE) > 0.1) return()
  writeLines(paste(gsub("[^A-Za-z0-9.-]", "", id), period, ifelse(is.na(y), "", formatC(y, digits = 12, format = "g", width = 1)), sep = ","), out)
}
each <- function(frame, groups, values, period) for (part in split(frame, frame[groups], drop = TRUE)) for (value in values)
  keep(paste(c(vapply(part[1, groups, drop = FALSE], as.character, ""), value), collapse = "-"), period, part[[value]])
has <- function(package) requireNamespace(package, quietly = TRUE)
if (has("ggplot2")) {
  homes <- as.data.frame(ggplot2::txhousing)
  each(homes[order(homes$year, homes$month), ], "city", c("sales", "volume", "median", "listings", "inventory"), 12)
}
if (has("dslabs")) {
  world <- dslabs::gapminder
  each(world[order(world$year), ], "country", c("infant_mortality", "fertility", "population", "gdp"), 1)
  cases <- dslabs::us_contagious_diseases
  each(cases[order(cases$year), ], c("disease", "state"), "count", 1)
}
if (has("surveillance")) {
  place <- new.env()
  data(list = c("fluBYBW", "measlesWeserEms", "momo", "salmNewport"), package = "surveillance", envir = place)
  for (name in sort(ls(place))) {
    counts <- get(name, envir = place)
    counts <- if (is(counts, "sts")) surveillance::observed(counts) else as.matrix(counts$observed)
    for (j in seq_len(ncol(counts))) keep(paste(name, j, sep = "-"), 52, counts[, j])
  }
}
if (has("modeldata")) {
  place <- new.env()
  data("Chicago", package = "modeldata", envir = place)
  for (station in names(place$Chicago)[1:21]) keep(station, 7, place$Chicago[[station]])
}
close(out)
